// Live totals: the server does the arithmetic, this only asks again when a level is chosen.
// <form data-totals-url="…"> … <div data-totals>…</div>
for (const form of document.querySelectorAll("form[data-totals-url]")) {
  const board = document.querySelector("[data-totals]");
  if (!board) continue;
  let asked = 0;

  form.addEventListener("change", async (event) => {
    if (event.target.type !== "radio") return;
    const turn = ++asked;
    const levels = [...new FormData(form)].filter(([name]) => /(^|-)level/.test(name));
    board.classList.add("is-stale");
    try {
      const answer = await fetch(`${form.dataset.totalsUrl}?${new URLSearchParams(levels)}`, {
        credentials: "same-origin",
        headers: { Accept: "text/html" },
      });
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      // Only the latest choice counts; an answer that was overtaken is dropped.
      if (turn === asked) board.innerHTML = html;
    } catch {
      // Without a network the totals of the last save stay.
    } finally {
      if (turn === asked) board.classList.remove("is-stale");
    }
  });
}
