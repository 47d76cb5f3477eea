// A ready sentence goes into the text at once, where it can be changed. Without this it is added when the form is sent.
// The arrows only move along the list, as they change the closed list at every step: Enter, or leaving it, takes the sentence.
const MOVES = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Home", "End"];

for (const select of document.querySelectorAll("select[data-ready]")) {
  const text = select.form.querySelector("textarea");
  let moving = false;

  const take = () => {
    moving = false;
    if (!select.value) return false;
    const sentence = select.selectedOptions[0].textContent;
    const before = text.value.trimEnd();
    text.value = before ? `${before}\n${sentence}` : sentence;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    select.value = "";
    return true;
  };

  select.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (MOVES.includes(event.key) || (event.key.length === 1 && event.key !== " ")) moving = true;
    if (event.key !== "Enter" || !moving || !select.value) return;
    event.preventDefault();
    if (take()) text.focus();
  });
  select.addEventListener("pointerdown", () => (moving = false));
  select.addEventListener("change", () => {
    if (!moving && take()) text.focus();
  });
  select.addEventListener("blur", () => moving && take());
}
