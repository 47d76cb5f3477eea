// A file field says what was chosen, and what the server would refuse, before anything is sent.
const number = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });

function size(bytes) {
  if (bytes < 1024 * 1024) return `${number.format(Math.ceil(bytes / 1024))} KB`;
  return `${number.format(bytes / 1024 / 1024)} MB`;
}

function problemOf(file, maxBytes) {
  if (file.size === 0) return "kosong; pilih berkas lain";
  if (maxBytes && file.size > maxBytes) return `terlalu besar; paling besar ${size(maxBytes)}`;
  if (/\.hei[cf]$/i.test(file.name)) return "format HEIC; ubah setelan kamera ke JPEG (paling kompatibel), lalu ambil ulang";
  return "";
}

function report(input) {
  const box = input.closest("[data-file-field]")?.querySelector("[data-file-report]");
  if (!box) return;
  const files = [...input.files];
  const maxFiles = Number(input.dataset.maxFiles) || 0;
  box.replaceChildren();
  let refusal = "";
  if (files.length) {
    const list = document.createElement("ul");
    for (const file of files) {
      const problem = problemOf(file, Number(input.dataset.maxBytes) || 0);
      if (problem) refusal = "Ada berkas yang tidak dapat diterima. Pilih ulang berkasnya.";
      const item = document.createElement("li");
      const name = document.createElement("strong");
      name.textContent = file.name;
      const note = document.createElement("span");
      note.textContent = problem || size(file.size);
      note.classList.toggle("is-refused", Boolean(problem));
      item.append(name, note);
      list.append(item);
    }
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const summary = document.createElement("p");
    summary.textContent = `${files.length} berkas dipilih, ${size(total)}.`;
    if (maxFiles && files.length > maxFiles) refusal = `Paling banyak ${maxFiles} berkas sekali unggah. Anda memilih ${files.length}.`;
    box.append(summary, list);
  }
  if (refusal) {
    const line = document.createElement("p");
    line.className = "is-refused";
    line.textContent = refusal;
    box.append(line);
  }
  input.setCustomValidity(refusal);
}

document.addEventListener("change", (event) => {
  // Files that go their own way (upload_shelf.js) report for themselves.
  if (event.target.matches("input[type=file]") && !("sentApart" in event.target.dataset)) report(event.target);
});

// setCustomValidity is not asked in a form with novalidate, so the form is stopped here.
document.addEventListener(
  "submit",
  (event) => {
    const bad = event.target.querySelector("input[type=file]:invalid");
    if (!bad?.validationMessage || bad.validity.valueMissing) return;
    event.preventDefault();
    bad.focus();
  },
  true,
);
