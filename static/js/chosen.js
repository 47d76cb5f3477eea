// The number of boxes ticked in a list, kept true while one ticks. Without JavaScript it is true after each filtering.
const count = document.querySelector("[data-chosen]");
const list = count?.closest("fieldset");

function tell() {
  count.textContent = `${list.querySelectorAll("input[name=unit]:checked").length} dipilih`;
}

if (list) {
  list.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
}
