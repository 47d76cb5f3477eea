// A form is sent once: the second press of a button on a slow link does nothing.
// data-again on a form opts out.
const BUSY = "Sedang dikirim…";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "again" in form.dataset || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const button = event.submitter;
  if (!button) return;
  // Disabled only after the form has been read, so that the button's own name and value travel along.
  setTimeout(() => {
    button.dataset.label = button.innerHTML;
    button.setAttribute("aria-disabled", "true");
    button.classList.add("is-busy");
    button.textContent = BUSY;
  });
});

// Back from the history: the page may come from memory, with the form still marked as sent.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button.is-busy")) {
      button.innerHTML = button.dataset.label;
      button.removeAttribute("aria-disabled");
      button.classList.remove("is-busy");
    }
  }
});

// A page that opens with errors puts the reader at the list of them.
document.querySelector(".error-summary")?.focus();
