// Warns ten minutes before the session ends. The text of data-keep forms is safe in the tab already (unsaved.js).
const meta = document.querySelector("meta[name=session-seconds]");
const WARNING = 10 * 60;

function warn(end) {
  const template = document.getElementById("session-warning");
  if (!template || document.querySelector(".session-warning")) return;
  document.body.append(template.content.cloneNode(true));
  const box = document.querySelector(".session-warning");
  const minutes = Math.max(1, Math.round((end - Date.now()) / 60000));
  box.querySelector("[data-time]").textContent = `Sekitar ${minutes} menit lagi Anda perlu masuk kembali.`;
  box.querySelector("[data-close]").addEventListener("click", () => box.remove());
}

if (meta) {
  const seconds = Number(meta.content);
  const end = Date.now() + seconds * 1000;
  if (seconds > 0) setTimeout(() => warn(end), Math.max(0, seconds - WARNING) * 1000);
}
