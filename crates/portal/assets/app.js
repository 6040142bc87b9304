// Small comforts; every page works without them.
"use strict";
for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-action]");
  const menu = document.querySelector("details.menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
  if (!button) return;
  if (button.dataset.action === "print") window.print();
  if (button.dataset.action === "share") await share(button);
});

document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select-all]")) event.target.select();
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

async function share(button) {
  const url = button.dataset.address;
  try {
    if (navigator.share && matchMedia("(pointer: coarse)").matches) {
      await navigator.share({ url, title: document.title });
      return;
    }
    await navigator.clipboard.writeText(url);
  } catch (error) {
    if (error.name === "AbortError") return;
    button.parentElement.querySelector("input").select();
    return;
  }
  const label = button.querySelector("[data-label]");
  const before = label.textContent;
  label.textContent = button.dataset.done;
  setTimeout(() => { label.textContent = before; }, 2000);
}
