const WRITING = "input, textarea, select, [contenteditable]";

export function applies(event, key) {
  const target = event.target;
  const busy = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
  return event.key === key && !busy && !(target.matches && target.matches(WRITING));
}

function start(field) {
  document.addEventListener("keydown", (event) => {
    if (document.documentElement.dataset.shortcuts === "off") return;
    if (!applies(event, field.dataset.shortcut)) return;
    event.preventDefault();
    field.focus();
  });
}

if (typeof document !== "undefined") document.querySelectorAll("[data-shortcut]").forEach(start);
