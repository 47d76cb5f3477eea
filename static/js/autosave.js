// data-autosave="address" on a form: what is typed is sent there after a pause and on leaving the page.
// On a part of a form, with data-prefix="n1-": the fields of that name go to that address, without the prefix.
// Files and buttons stay with the form. Without this script the buttons save, as ever.
const PAUSE = 4000;
const RETRY = [5000, 15000, 30000, 60000];
const LATER = /^(files|replace|caption|new-people)-/;
const HIDDEN = new Set(["csrfmiddlewaretoken", "version"]);

// Of each form, whether all of its parts are as the server has them.
const watched = new Map();

for (const part of document.querySelectorAll("[data-autosave]")) begin(part);

function begin(form) {
  const whole = form.closest("form");
  const prefix = form.dataset.prefix ?? "";
  const field = (name) => whole.elements[name === "csrfmiddlewaretoken" ? name : `${prefix}${name}`];
  const state = form.querySelector("[data-save-state]");
  const trouble = form.querySelector("[data-save-trouble]");
  let saved = textOf(form);
  let unsure = null; // What was sent and not answered: sent once more as it was, before anything newer.
  let underWay = null;
  let timer = 0;
  let failures = 0;
  let stopped = false;

  watched.set(whole, [...(watched.get(whole) ?? []), () => same(textOf(form), saved)]);

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };
  const changed = (event) => {
    if (!stopped && !LATER.test(event.target.name ?? "")) later(event.target.matches?.("[type=radio]") ? 800 : PAUSE);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  whole.addEventListener("fieldschanged", () => {
    // Fields of a file that has just come hold what the server has.
    const now = textOf(form);
    const before = new Map(saved);
    saved = now.map(([name, value]) => [name, before.has(name) ? before.get(name) : value]);
  });
  addEventListener("online", () => unsure && later(0));
  addEventListener("pageshow", (event) => event.persisted && unsure && later(0));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());

  // The button waits for what is on its way, so that nobody is overtaken by oneself.
  let passed = false;
  whole.addEventListener(
    "submit",
    (event) => {
      clearTimeout(timer);
      if (passed || stopped || !(underWay || unsure)) {
        stopped = true;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      (underWay ?? send(unsure)).finally(() => {
        passed = true;
        whole.requestSubmit(submitter);
      });
    },
    { capture: true },
  );
  addEventListener("pageshow", () => {
    passed = false;
    if (!form.dataset.refused) stopped = false;
  });

  function save() {
    clearTimeout(timer);
    if (stopped || underWay) return;
    const now = textOf(form);
    if (!unsure && same(now, saved)) return;
    send(unsure ?? now);
  }

  function send(text) {
    const body = new URLSearchParams(text);
    for (const name of HIDDEN) body.set(name, field(name).value);
    unsure = text;
    underWay = fetch(form.dataset.autosave, {
      method: "POST",
      body,
      keepalive: true,
      headers: { Accept: "application/json" },
    })
      .then(heard, lost)
      .finally(() => {
        underWay = null;
        // What was typed meanwhile.
        if (!stopped && !unsure && !same(textOf(form), saved)) later(PAUSE);
      });
    return underWay;
  }

  async function heard(response) {
    const isOurs = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
    if (response.status >= 500 || response.status === 429) return lost();
    if (!isOurs) return refuse("Belum tersimpan. Muat ulang halaman ini, masuk lagi bila diminta; yang Anda ketik tetap ada di tab ini.");
    const answer = await response.json();
    if (answer.again) {
      // A field that cannot be read, such as half a date: the next change is another try.
      unsure = null;
      return tell(answer.sentence);
    }
    if (!response.ok) return refuse(answer.sentence);
    saved = unsure;
    unsure = null;
    failures = 0;
    field("version").value = answer.version;
    if (watched.get(whole).every((isSaved) => isSaved())) whole.dispatchEvent(new CustomEvent("formsaved"));
    tell(answer.sentence);
  }

  function lost() {
    tell("Belum tersimpan, dicoba lagi");
    later(RETRY[Math.min(failures++, RETRY.length - 1)]);
  }

  function refuse(sentence) {
    // Trying again would not help: the person decides, with everything still in the fields.
    stopped = true;
    unsure = null;
    form.dataset.refused = "1";
    tell("Belum tersimpan");
    if (!trouble) return;
    trouble.textContent = sentence;
    trouble.hidden = false;
  }

  function tell(sentence) {
    if (state && state.textContent !== sentence) state.textContent = sentence;
  }
}

function textOf(form) {
  const prefix = form.dataset.prefix ?? "";
  return [...new FormData(form.closest("form"))]
    .filter(([name, value]) => typeof value === "string" && name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value])
    .filter(([name]) => !HIDDEN.has(name) && !LATER.test(name));
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
