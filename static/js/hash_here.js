// data-hash-here on a form: the browser makes the SHA-256 of the chosen file and asks by that; the file is not sent.
// Without this module, or where the browser cannot, the form sends the file and the server makes the hash.
const LARGEST = 20 * 1024 * 1024;

if (window.crypto?.subtle) {
  for (const form of document.querySelectorAll("form[data-hash-here]")) begin(form);
}

function begin(form) {
  const field = form.querySelector("input[type=file]");
  form.querySelector("[data-hash-said]").hidden = false;
  form.addEventListener("submit", async (event) => {
    const file = field.files[0];
    // What is missing, too large or no PDF is refused in words by the server.
    if (!file || file.size > LARGEST) return;
    event.preventDefault();
    try {
      const bytes = await file.arrayBuffer();
      if (new TextDecoder("latin1").decode(bytes.slice(0, 5)) !== "%PDF-") throw new Error("no PDF");
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      location.assign(`${form.dataset.hashHere}?sidik=${hex}`);
    } catch {
      form.submit();
    }
  });
}
