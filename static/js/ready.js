// A ready sentence goes into the text at once, where it can be changed. Without this it is added when the form is sent.
for (const select of document.querySelectorAll("select[data-ready]")) {
  const text = select.form.querySelector("textarea");
  select.addEventListener("change", () => {
    if (!select.value) return;
    const sentence = select.selectedOptions[0].textContent;
    const before = text.value.trimEnd();
    text.value = before ? `${before}\n${sentence}` : sentence;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    select.value = "";
    text.focus();
  });
}
