// Keeps the sandbox page fresh: asks for the regions once a second and replaces those that changed.
"use strict";
const seen = new Map();
const toggled = new Map();
const status = document.querySelector("[data-live]");
let timer = 0;
let failures = 0;

async function refresh() {
  clearTimeout(timer);
  try {
    const answer = await fetch(status.dataset.live, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
    failures = 0;
    tell(status.dataset.online, "ok");
  } catch {
    failures += 1;
    tell(status.dataset.offline, "bad");
  }
  if (!document.hidden) timer = setTimeout(refresh, Math.min(1000 * 2 ** failures, 15000));
}

function tell(words, state) {
  if (status.dataset.state === state) return;
  status.dataset.state = state;
  status.textContent = words;
}

function show(regions) {
  for (const [name, markup] of Object.entries(regions)) {
    const region = document.querySelector(`[data-region="${name}"]`);
    if (!region || seen.get(name) === markup) continue;
    // What a person is choosing in right now stays as it is until they leave it.
    if (region.contains(document.activeElement) && document.activeElement.matches("select, input")) continue;
    const focused = region.contains(document.activeElement) ? path(document.activeElement) : null;
    const first = !seen.has(name);
    seen.set(name, markup);
    if (first && region.innerHTML === markup) continue;
    region.innerHTML = markup;
    for (const item of region.querySelectorAll("details[id]")) {
      if (toggled.has(item.id)) item.open = toggled.get(item.id);
    }
    if (focused) region.querySelector(focused)?.focus();
  }
}

function path(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const href = element.getAttribute("href");
  if (href) return `a[href="${CSS.escape(href)}"]`;
  const owner = element.closest("details[id]");
  return owner ? `#${CSS.escape(owner.id)} > summary` : null;
}

// What a person opened or closed stays so when its region is replaced.
document.addEventListener("click", (event) => {
  const item = event.target.closest("summary")?.closest("details[id]");
  if (item) toggled.set(item.id, !item.open);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]")) return;
  event.preventDefault();
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  const problem = document.querySelector("[data-problem]");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields });
    const page = answer.ok ? null : new DOMParser().parseFromString(await answer.text(), "text/html");
    problem.replaceChildren(...(page?.querySelector("[data-problem]")?.childNodes ?? []));
  } catch {
    tell(status.dataset.offline, "bad");
  }
  document.activeElement?.blur?.();
  event.submitter?.focus?.();
  await refresh();
});

document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
refresh();
