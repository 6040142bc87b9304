"use strict";
// Copy buttons and the VAT fields; everything else works without scripts.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    const text = source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      document.execCommand("copy");
    }
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  });
}
const vat = document.getElementById("has_vat");
if (vat) {
  const fields = document.getElementById("vat-fields");
  const show = () => { fields.hidden = !vat.checked; };
  vat.addEventListener("change", show);
  show();
}
