// One file on its way, as the person sees it.
const number = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 1 });

export function size(bytes) {
  if (bytes < 1024 * 1024) return `${number.format(Math.ceil(bytes / 1024))} KB`;
  return `${number.format(bytes / 1024 / 1024)} MB`;
}

const WORDS = {
  waiting: "Menunggu giliran",
  preparing: "Disiapkan",
  sending: "Sedang diunggah",
  broken: "Sambungan terputus; dilanjutkan otomatis begitu tersambung",
  paused: "Dijeda",
  checking: "Memeriksa",
  done: "Tersimpan",
  refused: "Ditolak",
  stopped: "Dibatalkan",
};
// Which buttons make sense when.
const ACTS = {
  waiting: ["stop"],
  preparing: ["stop"],
  sending: ["pause", "stop"],
  broken: ["go", "stop"],
  paused: ["go", "stop"],
};

const OVER = ["done", "refused", "stopped"];
let count = 0;

export class Row {
  constructor(list, file, act) {
    this.element = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
    this.file = file;
    this.name();
    let timer = 0;
    this.part("ask").addEventListener("input", () => {
      this.kept("");
      clearTimeout(timer);
      timer = setTimeout(() => act("tell"), 700);
    });
    this.part("name").textContent = file.name;
    this.bar = this.element.querySelector("progress");
    this.bar.setAttribute("aria-label", `Kemajuan unggahan ${file.name}`);
    for (const button of this.element.querySelectorAll("[data-act]")) {
      button.append(hidden(` ${file.name}`));
      button.addEventListener("click", () => act(button.dataset.act));
    }
    this.show("waiting");
    list.append(this.element);
    list.hidden = false;
  }

  part(name) {
    return this.element.querySelector(`[data-part=${name}]`);
  }

  // Fields that were copied have ids of their own.
  name() {
    count += 1;
    for (const name of ["id", "for", "aria-describedby"]) {
      for (const element of this.element.querySelectorAll(`[${name}]`)) {
        element.setAttribute(name, `${element.getAttribute(name)}-${count}`);
      }
    }
    for (const field of this.fields()) field.removeAttribute("name"); // the form itself sends none of it
  }

  fields() {
    return this.element.querySelectorAll("[data-ask] :is(input, select)");
  }

  field(name) {
    return this.element.querySelector(`[data-ask=${name}] :is(input, select)`);
  }

  // Which questions there are for this file; what is answered already is filled in.
  ask(questions, answers = {}) {
    for (const box of this.element.querySelectorAll("[data-ask]")) box.hidden = !questions.includes(box.dataset.ask);
    this.part("ask").hidden = !questions.length || OVER.includes(this.state);
    this.fill(answers);
  }

  fill(answers) {
    for (const [name, value] of Object.entries(answers)) {
      const field = this.field(name);
      if (field && value && !field.value) field.value = value;
    }
  }

  said() {
    const found = {};
    for (const box of this.element.querySelectorAll("[data-ask]:not([hidden])")) {
      found[box.dataset.ask] = this.field(box.dataset.ask).value.trim();
    }
    return found;
  }

  // The question in which the person is typing now.
  get asking() {
    return this.element.contains(document.activeElement)
      ? document.activeElement.closest("[data-ask]")?.dataset.ask
      : undefined;
  }

  kept(text) {
    this.part("kept").textContent = text;
  }

  show(state, note = "") {
    const focused = this.element.contains(document.activeElement) && document.activeElement !== document.body;
    this.state = state;
    this.element.dataset.state = state;
    this.part("state").textContent = WORDS[state];
    this.part("note").textContent = note;
    this.bar.hidden = !["sending", "broken", "paused", "preparing", "checking"].includes(state);
    if (state === "checking" || state === "preparing") this.bar.removeAttribute("value");
    const acts = ACTS[state] ?? [];
    let moved = false;
    for (const button of this.element.querySelectorAll("[data-act]")) {
      moved ||= focused && button === document.activeElement && !acts.includes(button.dataset.act);
      button.hidden = !acts.includes(button.dataset.act);
    }
    if (OVER.includes(state)) this.part("ask").hidden = true;
    // The pressed button is gone: whoever uses the keyboard goes on from the row.
    if (moved) this.element.focus();
  }

  progress(sent, total) {
    const percent = total ? Math.floor((sent / total) * 100) : 0;
    this.bar.value = percent;
    if (this.state === "sending") this.part("state").textContent = `${percent} %`;
    if (this.state === "sending") this.part("note").textContent = `${size(sent)} dari ${size(total)}`;
  }

  picture(file) {
    if (!file.type.startsWith("image/")) return;
    const image = document.createElement("img");
    image.src = URL.createObjectURL(file);
    image.alt = "";
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
    image.addEventListener("error", () => image.remove(), { once: true });
    this.part("picture").replaceChildren(image);
  }
}

function hidden(text) {
  const span = document.createElement("span");
  span.className = "visually-hidden";
  span.textContent = text;
  return span;
}
