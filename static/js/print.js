// Buttons that open the browser's print dialogue. Without this module they stay hidden: the menu prints as well.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
