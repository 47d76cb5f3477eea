// A click on the picture says where the spot is. Without this the numbers are typed.
const form = document.querySelector("[data-spot-form]");
const frame = document.querySelector(".closeup__frame");

if (form && frame) {
  const [x, y] = ["x", "y"].map((name) => form.querySelector(`[data-spot="${name}"]`));
  const layer = frame.querySelector("[data-spots]");
  form.querySelector("[data-spot-hint]").textContent =
    "Klik gambar pada titik yang dimaksud, atau isi letaknya dengan angka.";
  frame.classList.add("is-clickable");
  frame.addEventListener("click", (event) => {
    const box = frame.getBoundingClientRect();
    const [across, down] = upright((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    form.open = true;
    x.value = percent(across);
    y.value = percent(down);
    mark();
    form.querySelector("textarea").focus({ preventScroll: false });
  });
  for (const input of [x, y]) input.addEventListener("input", mark);

  function mark() {
    layer.querySelector(".spots__mark--new")?.remove();
    if (x.value === "" || y.value === "") return;
    const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    made.setAttribute("class", "spots__mark spots__mark--new");
    made.setAttribute("overflow", "visible");
    made.setAttribute("x", `${x.value}%`);
    made.setAttribute("y", `${y.value}%`);
    const circle = document.createElementNS(made.namespaceURI, "circle");
    circle.setAttribute("r", "14");
    made.append(circle);
    layer.append(made);
  }
}

// A place on the turned picture, as it is on the upright one.
function upright(across, down) {
  const turn = frame.querySelector("[data-spots]").dataset.turn;
  if (turn === "90") return [down, 1 - across];
  if (turn === "180") return [1 - across, 1 - down];
  if (turn === "270") return [1 - down, across];
  return [across, down];
}

function percent(part) {
  return Math.min(100, Math.max(0, part * 100)).toFixed(1);
}
