import { steadily } from "./steady.f5c3aeabeb.js";

const CALLING = "#raum-stimme.ef-room__vote:not(.ef-room__vote--told), .ef-room__mine--turn";

export function isInSight(it) {
  const [{ top, bottom }, bar] = [it, document.querySelector(".ef-room__top")].map((each) => each.getBoundingClientRect());
  const edge = bar.top > 0 ? 0 : bar.bottom;
  return (top + bottom) / 2 > edge && top < window.innerHeight;
}

export class Calls {
  constructor(bar, minutes) {
    this.bar = bar;
    this.minutes = minutes;
    this.shown = "";
    this.due = 0;
    const later = () => {
      this.due = this.due || requestAnimationFrame(() => {
        this.due = 0;
        this.look();
      });
    };
    ["scroll", "resize", "focusin", "focusout"].forEach((name) => window.addEventListener(name, later, { passive: true }));
  }

  get sentences() {
    const found = Array.from(document.querySelectorAll(CALLING))
      .filter((it) => !it.hidden && !isInSight(it))
      .map((it) => [it.querySelector("[data-say]").textContent.trim(), it.id]);
    const items = this.minutes ? this.minutes.elsewhere : null;
    if (items) found.push([items.reduce((words, it) => words.replace("{}", it), this.bar.dataset.item), "mitschrift-titel"]);
    return found;
  }

  look() {
    const { sentences } = this;
    const now = JSON.stringify(sentences);
    if (now === this.shown) return;
    this.shown = now;
    steadily(() => {
      this.bar.textContent = "";
      this.bar.hidden = sentences.length === 0;
      sentences.forEach(([words, goal]) => {
        const [line, link] = [document.createElement("p"), document.createElement("a")];
        link.href = "#" + goal;
        link.textContent = words;
        line.append(link);
        this.bar.append(line);
      });
    });
  }
}
