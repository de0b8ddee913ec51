export function worthAsking(text, from, last) {
  const title = text.trim();
  return title !== last && (title === "" || Array.from(title).length >= from) ? title : null;
}

function start(box) {
  const field = document.getElementById(box.dataset.for);
  let waiting = 0;
  let last = "";
  const show = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    box.textContent = "";
    Array.from(page.body.childNodes).forEach((node) => box.append(document.importNode(node, true)));
  };
  const ask = () => {
    const title = worthAsking(field.value, Number(box.dataset.from), last);
    if (title === null) return;
    last = title;
    fetch(box.dataset.similar + "?titel=" + encodeURIComponent(title))
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => title === last && show(html))
      .catch(() => {});
  };
  const typed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  };
  field.addEventListener("input", typed);
  if (field.value !== field.defaultValue) typed();
}

if (typeof document !== "undefined") document.querySelectorAll("[data-similar]").forEach(start);
