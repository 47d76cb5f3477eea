// Turns the file fields of an indicator into places that take many files: chosen, photographed, dropped or pasted.
import { isHeic, isPdf, isPhoto } from "./upload_photo.js";
import { Job, all, onChange, running } from "./upload_queue.js";
import { Row, size } from "./upload_row.js";

const HEIC =
  "Foto HEIC tidak dapat dibaca di sini. Buka Pengaturan, Kamera, Format, pilih “Paling Kompatibel”, lalu foto lagi.";
let latest = null;

class Place {
  constructor(box) {
    this.box = box;
    this.endpoint = box.dataset.uploader;
    this.requirement = box.dataset.requirement;
    this.replaces = box.dataset.replaces;
    this.maxBytes = Number(box.dataset.maxBytes);
    this.takesPdf = "pdf" in box.dataset;
    this.asksPeople = "asksPeople" in box.dataset;
    this.list = box.querySelector("[data-rows]");
    this.input = box.querySelector("input[type=file]");
    box.classList.add("is-live");
    for (const plain of box.querySelectorAll("[data-plain]")) plain.hidden = true;
    for (const live of box.querySelectorAll("[data-live]")) live.hidden = false;
    this.input.addEventListener("change", () => this.chosen(this.input));
    this.input.dataset.sentApart = "";
    box.querySelector("[data-camera]")?.addEventListener("click", () => this.photograph());
    this.listenForDrops();
    box.addEventListener("focusin", () => (latest = this));
    box.addEventListener("pointerdown", () => (latest = this));
  }

  chosen(input) {
    const files = [...input.files];
    input.value = ""; // the form itself sends them no second time
    this.take(files);
  }

  photograph() {
    const camera = document.createElement("input");
    Object.assign(camera, { type: "file", accept: "image/jpeg", capture: "environment" });
    camera.addEventListener("change", () => this.chosen(camera));
    camera.click();
  }

  listenForDrops() {
    const over = (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      this.box.classList.toggle("is-over", event.type === "dragover");
    };
    this.box.addEventListener("dragover", over);
    this.box.addEventListener("dragleave", over);
    this.box.addEventListener("drop", (event) => {
      over(event);
      this.take([...event.dataTransfer.files]);
    });
  }

  take(files) {
    latest = this;
    const answers = this.answers();
    for (const file of this.replaces ? files.slice(0, 1) : files) {
      // The same file pressed twice is one file.
      const key = [file.name, file.size, file.lastModified, this.requirement, this.replaces].join("|");
      if (running().some((job) => job.key === key)) continue;
      let job = null;
      const row = new Row(this.list, file, (act) => job?.[act]());
      this.asks(row, file, { answers });
      job = new Job(row, file, this);
      job.key = key;
    }
  }

  // What was answered before the files were chosen counts for each of them; the next ones are asked anew.
  answers() {
    const find = (name) => this.box.querySelector(`[name^=${name}]`);
    const [caption, people] = [find("caption") ?? find("description"), find("new-people") ?? find("people")];
    const old = this.replaces && this.box.closest("li")?.querySelector("input[name^=description-]");
    const found = { description: caption?.value || old?.value || "", people: people?.value ?? "" };
    for (const field of [caption, people]) if (field) field.value = "";
    return found;
  }

  asks(row, file, { answers = {}, hasDate = true } = {}) {
    const questions = isPhoto(file) ? ["description"] : [];
    if (questions.length && this.asksPeople) questions.push("people");
    if (questions.length && this.asksPeople && !hasDate) questions.push("taken");
    row.ask(questions, answers);
  }

  // Why a file is not even sent; nothing when it may be.
  judge(file) {
    if (file.size === 0) return "Berkas ini kosong. Pilih berkas lain.";
    if (isHeic(file)) return HEIC;
    if (isPdf(file) && !this.takesPdf) return "Di sini diperlukan foto, bukan PDF. Pilih foto JPEG, PNG atau WebP.";
    if (!isPhoto(file) && !isPdf(file)) {
      return `Jenis berkas ini tidak diterima. Kirim foto JPEG, PNG atau WebP${this.takesPdf ? ", atau dokumen PDF" : ""}.`;
    }
    if (file.size <= this.maxBytes) return "";
    return `Berkas ini ${size(file.size)}; paling besar ${size(this.maxBytes)}. Kecilkan dahulu, lalu pilih lagi.`;
  }

  // The list of what was left unfinished need not name what goes on now.
  resumed(url, row) {
    const path = new URL(url, location.href).pathname;
    const left = document.querySelector(`[data-unfinished="${CSS.escape(path)}"]`);
    row.fill({ description: left?.dataset.description, people: left?.dataset.people });
    left?.remove();
    for (const list of document.querySelectorAll("[data-unfinished-list]")) {
      if (!list.querySelector("[data-unfinished]")) list.remove();
    }
  }

  // The stored file joins the others of its requirement, as the server shows it.
  took(facts, said, asking) {
    if (facts.arrived) {
      const list = new DOMParser().parseFromString(facts.arrived, "text/html").querySelector("[data-arrived]");
      document.querySelector("[data-arrived]")?.replaceWith(list);
    }
    if (!facts.shelf) return;
    const shelf = new DOMParser().parseFromString(facts.shelf, "text/html").querySelector(".shelf");
    const here = document.getElementById(shelf.id);
    const find = (place, pk) => place.querySelector(`button[name=remove][value="${pk}"]`)?.closest("li");
    const card = find(shelf, facts.evidence);
    if (!here || !card) return;
    here.querySelector(".shelf__head").replaceWith(shelf.querySelector(".shelf__head"));
    if (find(here, facts.evidence)) return;
    const form = here.closest("form");
    const old = facts.replaced && find(here, facts.replaced);
    let cards = here.querySelector("ul.evidence");
    if (!cards) {
      cards = Object.assign(document.createElement("ul"), { className: "evidence" });
      here.querySelector(".shelf__new").before(cards);
    }
    if (old) {
      // What is being typed about the old version stands for the new one too.
      const [typed, empty] = [old, card].map((each) => each.querySelector("input[name^=description]"));
      if (typed && empty) empty.value = typed.value;
      // The rows of the card go along; what became of the file is told beside the others.
      here.querySelector(".shelf__new [data-rows]").append(...old.querySelectorAll("[data-rows] > li"));
      here.querySelector(".shelf__new [data-rows]").hidden = false;
      old.replaceWith(card);
    } else cards.append(card);
    for (const box of card.querySelectorAll("[data-uploader]")) new Place(box);
    form.dispatchEvent(new CustomEvent("fieldschanged"));
    // What was answered on the way and had not arrived yet is saved from here; who is typing goes on typing.
    const field = (name) => card.querySelector(`[name^=${name}-]`);
    for (const [name, value] of Object.entries(said)) {
      if (!value || !field(name) || field(name).value === value) continue;
      field(name).value = value;
      field(name).dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (asking) field(asking)?.focus();
  }
}

for (const box of document.querySelectorAll("[data-uploader]")) new Place(box);

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  if (!files.length) return;
  const visible = (box) => box.checkVisibility?.() ?? box.offsetParent !== null;
  const place = latest ?? null;
  if (place && visible(place.box)) {
    event.preventDefault();
    place.take(files);
  }
});

// A file dropped beside the place for it must not replace the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if ([...(event.dataTransfer?.types ?? [])].includes("Files")) event.preventDefault();
  });
}

// One summary for those who listen, not each percent.
const summary = document.querySelector("[data-upload-summary]");
let told = "";
let timer = 0;
onChange(() => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const count = (...states) => all().filter((job) => states.includes(job.row.state)).length;
    const parts = [`${count("done")} dari ${all().length - count("stopped")} berkas tersimpan`];
    if (count("refused")) parts.push(`${count("refused")} ditolak`);
    if (count("broken")) parts.push("sambungan terputus");
    const text = `${parts.join(", ")}.`;
    if (summary && text !== told) summary.textContent = told = text;
  }, 800);
});

// Saving while files are on their way waits for them, and says so.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.querySelector("[data-uploader]") || !running().length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const note = form.querySelector("[data-upload-wait]");
    if (!note || !note.hidden) return;
    note.hidden = false;
    const { submitter } = event;
    onChange(() => {
      if (running().length || note.hidden) return;
      note.hidden = true;
      form.requestSubmit(submitter);
    });
  },
  true,
);
