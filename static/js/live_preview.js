// data-live-preview on a form: a while after the last change the previews are drawn anew from what is typed.
// Without this module the button “Lihat pratinjau” does the same.
const PAUSE = 700;

for (const form of document.querySelectorAll("form[data-live-preview]")) begin(form);

function begin(form) {
  const said = form.querySelector("[data-live-said]");
  let timer = 0;
  let turn = 0;
  form.addEventListener("input", later);
  form.addEventListener("change", later);

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  async function ask() {
    turn += 1;
    const mine = turn;
    const typed = new FormData(form);
    typed.set("act", "lihat");
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live-shown]");
      // Errors of what is half typed wait for the press of a button.
      if (mine !== turn || !fresh || page.querySelector(".error-summary")) return;
      form.querySelector("[data-live-shown]").replaceChildren(...fresh.childNodes);
      said.textContent = "Pratinjau diperbarui.";
    } catch {
      // Without a link the last preview stays; the button still works.
    }
  }
}
