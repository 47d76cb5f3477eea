// The verifier's desk by keyboard, from indicator to indicator; and a sign of life, so that the sheet stays theirs.
// The keys are listed in [data-keys], where they can be turned off for good on this device.
const SWITCH = "p2ham:pintasan";
const RENEW = 5 * 60 * 1000;

const help = document.querySelector("[data-keys]");
const box = help?.querySelector("[data-keys-switch]");

const isTyping = (target) => target.closest?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])");
const follow = (selector) => document.querySelector(selector)?.click();

const acts = {
  j: () => follow(".neighbours a[rel=next]"),
  k: () => follow(".neighbours a[rel=prev]"),
  r: () => follow("[data-keys-overview]"),
  c: () => document.getElementById("id_note")?.focus(),
  s: () => document.querySelector("button[name=go][value=next]")?.click(),
  1: () => choose(0),
  2: () => choose(1),
  3: () => choose(2),
};

function choose(place) {
  const radio = document.querySelectorAll("input[type=radio][name=decision]")[place];
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
    if (event.key === "Escape" && event.target.matches?.("textarea")) event.target.blur();
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
