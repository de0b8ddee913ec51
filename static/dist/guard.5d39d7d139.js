/* Warns before unsaved input is left: <form data-guard>. Browsers show their own sentence. */
export function snapshot(form) {
  return JSON.stringify(
    Array.from(new FormData(form).entries()).map(([name, value]) => [name, value.name || String(value)])
  );
}

function start(form) {
  const before = snapshot(form);
  let sent = false;
  form.addEventListener("submit", () => (sent = true));
  window.addEventListener("beforeunload", (event) => {
    if (sent || snapshot(form) === before) return;
    event.preventDefault();
    event.returnValue = form.dataset.guard;
  });
}

if (typeof document !== "undefined") document.querySelectorAll("form[data-guard]").forEach(start);
