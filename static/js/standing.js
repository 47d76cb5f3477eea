// data-standing-url on a form: after every saving and every file the page tells anew what is still missing.
const PAUSE = 500;

for (const form of document.querySelectorAll("form[data-standing-url]")) begin(form);

function begin(form) {
  let timer = 0;
  let turn = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  form.addEventListener("formsaved", later);
  form.addEventListener("fieldschanged", later);

  async function ask() {
    turn += 1;
    const mine = turn;
    try {
      const answer = await fetch(form.dataset.standingUrl, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === turn) show(page);
    } catch {
      // Without a link the page goes on telling what it knew; the next saving asks again.
    }
  }
}

function show(page) {
  for (const fresh of page.querySelectorAll("[data-standing]")) {
    const place = document.querySelector(`[data-standing="${fresh.dataset.standing}"]`);
    // Whoever stands on a link there keeps it.
    if (!place || place.contains(document.activeElement)) continue;
    if (place.innerHTML.trim() !== fresh.innerHTML.trim()) place.replaceChildren(...fresh.childNodes);
  }
}
