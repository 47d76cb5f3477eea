// The desk of verifiers and assessors by keyboard, from indicator to indicator; and a sign of life, so that a verifier's
// sheet stays theirs. The keys are listed in [data-keys], where they can be turned off for good on this device; it also
// names the choice, the text and the button when they are not the verifier's. On a page of several indicators each is a
// [data-keys-card]: keys go to the one that has the focus, or else to the first in sight.
const SWITCH = "p2ham:pintasan";
const RENEW = 5 * 60 * 1000;

const help = document.querySelector("[data-keys]");
const box = help?.querySelector("[data-keys-switch]");

const isTyping = (target) => target.closest?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])");
const follow = (selector) => document.querySelector(selector)?.click();

const { keysChoice = "decision", keysText = "note", keysSave = "go" } = help?.dataset ?? {};
const cards = [...document.querySelectorAll("[data-keys-card]")];
// On a page of several indicators each name begins with the indicator's own prefix.
const named = (tag, name) => (cards.length ? `${tag}[name$="-${name}"]` : `${tag}[name="${name}"]`);

const acts = {
  j: () => step(1, ".neighbours a[rel=next]"),
  k: () => step(-1, ".neighbours a[rel=prev]"),
  r: () => follow("[data-keys-overview]"),
  c: () => here().querySelector(named("textarea", keysText))?.focus(),
  s: () => follow(`button[name="${keysSave}"]`),
};
for (let number = 1; number <= 9; number += 1) acts[number] = () => choose(number - 1);

function current() {
  const focused = cards.findIndex((card) => card.contains(document.activeElement));
  return focused >= 0 ? focused : cards.findIndex((card) => card.getBoundingClientRect().bottom > 80);
}

function here() {
  return cards[current()] ?? document;
}

function step(by, link) {
  if (!cards.length) return follow(link);
  const focused = cards.some((card) => card.contains(document.activeElement));
  const card = cards[focused ? current() + by : current()];
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "start" });
}

function choose(place) {
  const radio = here().querySelectorAll(named("input[type=radio]", keysChoice))[place];
  if (!radio) return;
  radio.focus();
  radio.click();
}

function begin() {
  try {
    box.checked = localStorage.getItem(SWITCH) !== "off";
  } catch {
    // Without storage the switch holds for this page.
  }
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(SWITCH, box.checked ? "on" : "off");
    } catch {
      // As above.
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches?.("textarea")) {
      event.target.blur();
      event.target.closest("[data-keys-card]")?.focus({ preventScroll: true });
    }
    if (!box.checked || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const act = acts[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function stay(address) {
  let last = Date.now();
  let over = false;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  const alive = async () => {
    if (over || !token || Date.now() - last < RENEW) return;
    last = Date.now();
    try {
      const response = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token } });
      if (response.status === 409) {
        over = true;
        tell((await response.json()).sentence);
      }
    } catch {
      // The link is away: the next sign of life tries again.
    }
  };
  for (const what of ["keydown", "pointerdown", "scroll"]) document.addEventListener(what, alive, { passive: true, capture: true });
}

function tell(sentence) {
  const note = document.createElement("p");
  note.className = "callout callout--attention";
  note.setAttribute("role", "alert");
  note.textContent = sentence;
  help.before(note);
}

if (box) begin();
if (help?.dataset.stay) stay(help.dataset.stay);
