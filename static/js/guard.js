/* Warns before unsaved input is left: <form data-guard>. Browsers show their own sentence.
   A script that sends the form itself prevents its sending, and tells it by the event "stored". */
export function snapshot(form) {
  return JSON.stringify(
    Array.from(new FormData(form).entries()).map(([name, value]) => [name, value.name || String(value)])
  );
}

/* The form as the page came: what was typed before this script ran is not saved either. */
export function asServed(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return snapshot(copy);
}

function start(form) {
  let before = asServed(form);
  let sent = null;
  form.addEventListener("submit", (event) => (sent = event));
  form.addEventListener("stored", () => (before = snapshot(form)));
  window.addEventListener("beforeunload", (event) => {
    if ((sent && !sent.defaultPrevented) || snapshot(form) === before) return;
    event.preventDefault();
    event.returnValue = form.dataset.guard;
  });
}

if (typeof document !== "undefined") document.querySelectorAll("form[data-guard]").forEach(start);
