// One file seen large: the arrow keys go to its neighbours, Esc goes back. The links do the same without this.
const stage = document.querySelector(".closeup__stage");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  // Where an enlarged picture has the focus, the arrows move it.
  const moves = stage && event.target === stage && stage.scrollWidth > stage.clientWidth;
  if (moves && event.key !== "Escape") return;
  const link = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  if (!link) return;
  event.preventDefault();
  link.click();
});

// An enlarged picture opens on its middle, not on its corner.
const centre = () => {
  if (!stage) return;
  stage.scrollLeft = (stage.scrollWidth - stage.clientWidth) / 2;
  stage.scrollTop = (stage.scrollHeight - stage.clientHeight) / 2;
};
const picture = stage?.querySelector("img");

// Only the picture itself tells of a PDF's page whether it is wide or tall.
const arrived = () => {
  const shape = picture.naturalWidth >= picture.naturalHeight ? "wide" : "tall";
  picture.parentElement.classList.add(`closeup__frame--${shape}`);
  centre();
};
if (picture?.complete) arrived();
else picture?.addEventListener("load", arrived);
