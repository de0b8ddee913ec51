/* How a question may go on, in the browser's own list: <input data-suggest="URL">. Where it fails, nothing is offered, and
   searching goes on. */
const CALM_MS = 200;
const SHORTEST = 2;

/* What is worth asking about now; null for nothing new. */
export function worthAsking(text, last) {
  const typed = text.trim();
  return Array.from(typed).length >= SHORTEST && typed !== last ? typed : null;
}

function start(field) {
  const offers = document.createElement("datalist");
  offers.id = field.id + "-vorschlaege";
  field.after(offers);
  field.setAttribute("list", offers.id);
  let waiting = 0;
  let last = field.defaultValue.trim();
  const show = ({ texts }) => {
    offers.textContent = "";
    texts.forEach((text) => offers.append(new Option(text, text)));
  };
  const ask = () => {
    const typed = worthAsking(field.value, last);
    /* what was taken from the list needs no list */
    if (typed === null || Array.from(offers.options).some((offer) => offer.value === field.value)) return;
    last = typed;
    fetch(field.dataset.suggest + "?q=" + encodeURIComponent(field.value))
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
      .then((found) => typed === last && show(found))
      .catch(() => {});
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, CALM_MS);
  });
}

if (typeof document !== "undefined") document.querySelectorAll("[data-suggest]").forEach(start);
