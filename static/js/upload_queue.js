// Sends files by the tus protocol: at most two at once, again and again until the link holds.
import { captureDate, fingerprint, smaller } from "./upload_photo.js";

const AT_ONCE = 2;
const PART = 512 * 1024;
const LONGEST_PAUSE = 60;
const AGAIN = new Set([0, 408, 409, 423, 425, 500, 502, 503, 504]);

const jobs = new Set();
const listeners = new Set();
let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export const onChange = (listener) => listeners.add(listener);
export const running = () => [...jobs].filter((job) => !job.isOver);
export const all = () => [...jobs];

function changed() {
  for (const listener of listeners) listener();
  const active = [...jobs].filter((job) => job.isActive).length;
  for (const job of [...jobs].filter((each) => each.row.state === "waiting").slice(0, Math.max(0, AT_ONCE - active))) {
    job.begin();
  }
}

// After a new login the page's token is of no more use; the page itself knows the one that is.
async function freshToken() {
  const answer = await fetch(location.pathname, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  token = page.querySelector("form[enctype] [name=csrfmiddlewaretoken]")?.value ?? token;
}

export class Job {
  constructor(row, file, place) {
    Object.assign(this, { row, file, place, tries: 0 });
    jobs.add(this);
    changed();
  }

  get isOver() {
    return ["done", "refused", "stopped"].includes(this.row.state);
  }

  get isActive() {
    return ["preparing", "sending", "broken", "checking"].includes(this.row.state);
  }

  show(state, note) {
    this.row.show(state, note);
    changed();
  }

  async begin() {
    this.show("preparing");
    this.place.asks(this.row, this.file);
    try {
      const [original, day] = await Promise.all([fingerprint(this.file), captureDate(this.file)]);
      this.sent = await smaller(this.file);
      const sent = this.sent === this.file ? original : await fingerprint(this.sent);
      if (this.isOver) return;
      this.place.asks(this.row, this.file, { hasDate: Boolean(day) });
      const refusal = this.place.judge(this.sent);
      if (refusal) return this.show("refused", refusal);
      this.makeUpload({ sha256: original, sent_sha256: sent, captured_on: day, original_size: String(this.file.size) });
      const [before] = await this.upload.findPreviousUploads();
      if (before) this.upload.resumeFromPreviousUpload(before);
      if (!this.isOver) this.send();
    } catch {
      this.show("refused", "Berkas tidak terbaca di perangkat ini. Pilih lagi berkasnya.");
    }
  }

  makeUpload(claims) {
    const { endpoint, requirement, replaces } = this.place;
    const told = { filename: this.sent.name, requirement, ...claims, ...(replaces ? { replaces } : {}) };
    this.claims = Object.fromEntries(Object.entries(told).filter(([, value]) => value));
    const known = claims.sent_sha256 || [this.sent.name, this.sent.size, this.file.lastModified].join(":");
    this.upload = new tus.Upload(this.sent, {
      endpoint,
      chunkSize: PART,
      retryDelays: null,
      uploadDataDuringCreation: true,
      removeFingerprintOnSuccess: true,
      metadata: this.claims,
      fingerprint: async () => ["p2ham", endpoint, requirement, replaces ?? "", known].join("|"),
      onBeforeRequest: (request) => request.setHeader("X-CSRFToken", token),
      onAfterResponse: (request, response) => this.heard(response),
      onUploadUrlAvailable: () => this.begun(),
      onProgress: (sent, total) => this.row.progress(sent, total),
      onError: (error) => this.failed(error),
      onSuccess: () => this.ask(),
    });
  }

  send() {
    this.show("sending");
    this.row.progress(0, this.sent.size);
    if (!this.upload.url) {
      const said = this.row.said();
      this.told = JSON.stringify(said);
      this.upload.options.metadata = { ...this.claims, ...Object.fromEntries(Object.entries(said).filter(([, v]) => v)) };
    }
    this.upload.start();
  }

  begun() {
    this.place.resumed(this.upload.url, this.row);
    this.tell();
  }

  // What was answered since: kept by the server as long as the file is on its way, afterwards by its card.
  async tell() {
    const said = this.row.said();
    const text = JSON.stringify(said);
    if (!this.upload?.url || this.isOver || this.telling || text === (this.told ?? "{}")) return;
    this.telling = true;
    const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": token };
    try {
      const answer = await fetch(this.upload.url, {
        method: "POST",
        credentials: "same-origin",
        headers,
        body: new URLSearchParams(said),
      });
      if (answer.ok && !answer.redirected) {
        this.told = text;
        this.row.kept("Jawaban tersimpan.");
      } else if (answer.status < 500) {
        this.row.kept(await answer.text());
      }
    } catch {
      this.row.kept("Jawaban dikirim begitu tersambung.");
    }
    this.telling = false;
    if (JSON.stringify(this.row.said()) !== text) this.tell();
  }

  heard(response) {
    const xhr = response.getUnderlyingObject();
    // An ended session answers with the login page.
    if (xhr?.responseURL && new URL(xhr.responseURL).pathname.startsWith("/akun/")) this.isLoggedOut = true;
    else if (response.getStatus() < 400) {
      this.tries = 0;
      this.tell();
    }
  }

  failed(error) {
    if (this.isOver || this.row.state === "paused") return;
    const response = error.originalResponse;
    const status = response?.getStatus() ?? 0;
    if (this.isLoggedOut) {
      this.show("paused", "Sesi Anda berakhir. Masuk lagi di tab lain, lalu tekan Lanjutkan di sini.");
    } else if (AGAIN.has(status)) {
      this.tries += 1;
      this.show("broken", navigator.onLine && status >= 500 ? response.getBody() || "" : "");
      this.row.progress(this.upload._offset ?? 0, this.sent.size);
      this.timer = setTimeout(() => this.go(), 1000 * Math.min(LONGEST_PAUSE, 2 ** (this.tries - 1)));
    } else {
      this.show("refused", sentenceOf(response));
    }
  }

  async go() {
    clearTimeout(this.timer);
    if (!["broken", "paused"].includes(this.row.state)) return;
    if (this.isLoggedOut) {
      this.isLoggedOut = false;
      await freshToken().catch(() => {});
    }
    this.send();
  }

  async pause() {
    clearTimeout(this.timer);
    this.show("paused");
    await this.upload?.abort();
  }

  async stop() {
    clearTimeout(this.timer);
    this.show("stopped");
    await this.upload?.abort(true).catch(() => {}); // without a link the server gives it up by itself
  }

  // Every byte is there: what became of it?
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
    if (facts.state === "done") {
      const [said, asking] = [this.row.said(), this.row.asking];
      this.row.picture(this.sent);
      this.show("done", [facts.stored, facts.at, facts.receipt].join(" · "));
      this.place.took(facts, said, asking);
    } else if (facts.state === "checking") {
      setTimeout(() => this.nudge(turn), 1000 * Math.min(LONGEST_PAUSE, 2 ** turn));
    } else {
      this.show("refused", facts.sentence || "Unggahan ini sudah dibatalkan.");
    }
  }

  // An empty part at the end has the server judge a file whose judge was cut off.
  async nudge(turn) {
    const headers = {
      "Tus-Resumable": "1.0.0",
      "Upload-Offset": String(this.sent.size),
      "Content-Type": "application/offset+octet-stream",
      "X-CSRFToken": token,
    };
    await fetch(this.upload.url, { method: "PATCH", credentials: "same-origin", headers }).catch(() => {});
    this.ask(turn + 1);
  }
}

function sentenceOf(response) {
  const isText = response?.getHeader("Content-Type")?.startsWith("text/plain");
  if (isText && response.getBody()) return response.getBody();
  if (response?.getStatus() === 403) return "Halaman ini sudah lama terbuka. Muat ulang, lalu pilih lagi berkasnya.";
  return "Portal tidak menerima berkas ini. Muat ulang halaman, lalu coba lagi.";
}

window.addEventListener("online", () => {
  for (const job of jobs) if (job.row.state === "broken") job.go();
});
window.addEventListener("beforeunload", (event) => {
  if (running().length) event.preventDefault();
});
