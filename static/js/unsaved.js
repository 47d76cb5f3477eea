// data-guard: ask before leaving a form with unsaved text.
// data-keep="key": hold the typed text in this tab, and put it back when the page is opened again after a new login.
const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])"));
const valueOf = (field) => (field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value);
const keyOf = (field) => (field.matches("[type=radio], [type=checkbox]") ? `${field.name}=${field.value}` : field.name);
const snapshot = (form) => Object.fromEntries(fieldsOf(form).map((field) => [keyOf(field), valueOf(field)]));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

const clean = new Map();

for (const form of document.querySelectorAll("form[data-guard], form[data-keep]")) {
  clean.set(form, snapshot(form));
  const store = form.dataset.keep && `p2ham:${location.pathname}:${form.dataset.keep}`;
  if (store) restore(form, store);
  form.addEventListener("input", () => {
    if (store) sessionStorage.setItem(store, JSON.stringify({ fields: snapshot(form), base: clean.get(form) }));
  });
  // Fields that came later, with what the server had in them, are no change by the person.
  form.addEventListener("fieldschanged", () => {
    const now = snapshot(form);
    const before = clean.get(form) ?? {};
    clean.set(form, Object.fromEntries(Object.keys(now).map((key) => [key, key in before ? before[key] : now[key]])));
  });
  // The page itself has sent what is typed.
  form.addEventListener("formsaved", () => {
    clean.set(form, snapshot(form));
    if (store) sessionStorage.removeItem(store);
  });
  form.addEventListener("submit", () => {
    clean.delete(form);
    if (store) sessionStorage.setItem(`${store}:sent`, "1");
  });
}

function restore(form, store) {
  const text = sessionStorage.getItem(store);
  if (!text) return;
  const kept = JSON.parse(text);
  const sent = sessionStorage.getItem(`${store}:sent`);
  sessionStorage.removeItem(`${store}:sent`);
  // The server has what was typed, or has moved on: the kept copy is of no more use.
  if (same(kept.fields, snapshot(form)) || (sent && !same(kept.base, snapshot(form)))) {
    sessionStorage.removeItem(store);
    return;
  }
  for (const field of fieldsOf(form)) {
    const value = kept.fields[keyOf(field)];
    if (value === undefined) continue;
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = value;
    else field.value = value;
  }
  const note = document.createElement("p");
  note.className = "callout callout--info";
  note.setAttribute("role", "status");
  note.textContent = "Isian yang belum tersimpan kami munculkan kembali. Periksa, lalu simpan.";
  form.prepend(note);
}

window.addEventListener("beforeunload", (event) => {
  for (const [form, before] of clean) {
    const files = [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
    if ("guard" in form.dataset && (files || !same(before, snapshot(form)))) event.preventDefault();
  }
});
