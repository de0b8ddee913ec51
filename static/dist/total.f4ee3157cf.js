export function total(options) {
  const chosen = options.filter((option) => option.checked);
  const cents = chosen.reduce((sum, option) => sum + Number(option.dataset.cost || 0), 0);
  return { chosen: chosen.length, cents };
}

export function euros(cents) {
  const [whole, part] = (cents / 100).toFixed(2).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ".");
  return (part === "00" ? grouped : grouped + "," + part) + "\u00a0€";
}

export function sentence({ chosen, cents }, words) {
  const count = chosen === 0 ? words.none : chosen === 1 ? words.one : words.many;
  const start = count.replace("{}", String(chosen));
  return chosen && words.sum ? start + " · " + words.sum.replace("{}", euros(cents)) : start;
}

function keepInSight(bar, element) {
  const hidden = element.getBoundingClientRect().bottom + 16 - bar.getBoundingClientRect().top;
  if (hidden > 0 && !bar.contains(element)) window.scrollBy(0, hidden);
}

function start(line) {
  const ballot = document.getElementById(line.dataset.total);
  if (!ballot) return;
  const options = Array.from(ballot.querySelectorAll('input:not([name="blank"])'));
  let waiting = 0;
  let pressed = false;
  const show = () => (line.textContent = sentence(total(options), line.dataset));
  ballot.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 400);
  });
  document.addEventListener("mousedown", () => (pressed = true), true);
  ["mouseup", "keydown"].forEach((end) => document.addEventListener(end, () => (pressed = false), true));
  ballot.addEventListener("focusin", (event) => {
    if (!pressed) keepInSight(line.closest("[data-bar]"), event.target);
  });
  show();
}

if (typeof document !== "undefined") document.querySelectorAll("[data-total]").forEach(start);
