// An offline pack goes in parts as photos do: resumed over a broken link, then opened by the server.
import { fingerprint } from "./upload_photo.js";
import { Job, running } from "./upload_queue.js";
import { Row, size } from "./upload_row.js";

const EDGE = 64 * 1024;

// Length, beginning and end: a ZIP ends with the sums of all its files. The server computes the same.
async function markOf(file) {
  const edges = [file.slice(0, EDGE), file.slice(Math.max(0, file.size - EDGE))];
  return fingerprint(new Blob([String(file.size), ...edges]));
}

class PackJob extends Job {
  async begin() {
    this.show("preparing");
    this.sent = this.file;
    try {
      const mark = await markOf(this.file);
      if (this.isOver) return;
      this.makeUpload({ mark });
      const [before] = await this.upload.findPreviousUploads();
      if (before) this.upload.resumeFromPreviousUpload(before);
      if (!this.isOver) this.send();
    } catch {
      this.show("refused", "Berkas tidak terbaca di perangkat ini. Pilih lagi berkasnya.");
    }
  }

  // Every byte is there: from here on the report tells.
  async ask(turn = 0) {
    this.show("checking");
    let facts;
    try {
      const answer = await fetch(this.upload.url, { credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.status === 404) return this.show("refused", "Unggahan ini tidak dikenal lagi. Muat ulang halaman.");
      facts = await answer.json();
    } catch {
      facts = { state: "checking" };
    }
    if (facts.state === "received") {
      this.show("done", "Laporan dibuka.");
      location.assign(facts.report);
    } else if (facts.state === "checking") {
      setTimeout(() => this.nudge(turn), 1000 * Math.min(60, 2 ** turn));
    } else {
      this.show("refused", facts.sentence || "Unggahan ini sudah dibatalkan.");
    }
  }
}

class Place {
  constructor(box) {
    this.box = box;
    this.endpoint = box.dataset.pack;
    this.list = box.querySelector("[data-rows]");
    this.input = box.querySelector("input[type=file]");
    box.classList.add("is-live");
    box.querySelector("[data-live]").hidden = false;
    for (const plain of box.closest("form").querySelectorAll("[data-plain]")) plain.hidden = true;
    this.input.dataset.sentApart = "";
    this.input.addEventListener("change", () => {
      const [file] = this.input.files;
      this.input.value = ""; // the form itself sends it no second time
      if (file) this.take(file);
    });
    for (const kind of ["dragover", "dragleave", "drop"]) {
      box.addEventListener(kind, (event) => {
        if (![...event.dataTransfer.types].includes("Files")) return;
        event.preventDefault();
        box.classList.toggle("is-over", kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files.length) this.take(event.dataTransfer.files[0]);
      });
    }
  }

  take(file) {
    const key = [file.name, file.size, file.lastModified].join("|");
    if (running().some((job) => job.key === key)) return;
    let job = null;
    const row = new Row(this.list, file, (act) => job?.[act]());
    const refusal = this.judge(file);
    if (refusal) return row.show("refused", refusal);
    job = new PackJob(row, file, this);
    job.key = key;
  }

  judge(file) {
    const most = Number(this.box.dataset.maxBytes);
    if (file.size === 0) return "Berkas ini kosong. Buat lagi ZIP-nya.";
    if (!/\.zip$/i.test(file.name)) return "Ini bukan ZIP. Jadikan folder paket ZIP lagi, lalu pilih ZIP itu.";
    if (file.size <= most) return "";
    return `Paket ini ${size(file.size)}; paling besar ${size(most)}. Bagi menjadi beberapa ZIP.`;
  }

  // The list of what was left unfinished need not name what goes on now.
  resumed(url) {
    const path = new URL(url, location.href).pathname;
    document.querySelector(`[data-unfinished="${CSS.escape(path)}"]`)?.remove();
    for (const list of document.querySelectorAll("[data-unfinished-list]")) {
      if (!list.querySelector("[data-unfinished]")) list.remove();
    }
  }
}

for (const box of document.querySelectorAll("[data-pack]")) new Place(box);

// A file dropped beside the place for it must not replace the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if ([...(event.dataTransfer?.types ?? [])].includes("Files")) event.preventDefault();
  });
}
