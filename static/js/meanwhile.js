/* What the room of the meeting says, on another page of it: <div id="sitzung-jetzt" data-room data-after data-now>. On
   each fact the sentences are asked for anew; they are said within the same limits as in the room. `around` hears it, too. */
import { Announcer } from "./announcer.js";

const SOON = 150;
const AGAIN = 5000;

export function followMeeting(box, line, around) {
  const { room, after, now: address } = box.dataset;
  const spoken = box.querySelector("[role=status]");
  const kinds = Array.from(box.querySelectorAll("[data-say]"));
  const announcer = new Announcer();
  const title = document.title;
  let shown = new Map(kinds.map((it) => [it.dataset.say, it.textContent]));
  let due = 0;
  let isOver = false;

  const announce = () => {
    const sentence = announcer.next(Date.now());
    if (sentence) spoken.textContent = sentence;
  };
  const show = ({ says, calls }) => {
    const told = new Map(Object.entries(says));
    announcer.follow(shown, told, false);
    shown = told;
    kinds.forEach((it) => {
      const { say: kind } = it.dataset;
      it.textContent = says[kind];
      it.hidden = !says[kind];
      it.classList.toggle("ef-meanwhile__call", calls.includes(kind));
    });
    box.querySelectorAll("[data-for]").forEach((it) => {
      const isLeft = !calls.includes(it.dataset.for);
      if (isLeft && it.contains(document.activeElement)) box.querySelector("a").focus();
      it.hidden = isLeft;
    });
    document.title = calls.map((kind) => says[kind] + " – ").join("") + title;
    announce();
  };
  const refresh = (wait) => {
    clearTimeout(due);
    due = setTimeout(load, wait);
  };
  const end = () => {
    isOver = true;
    clearTimeout(due);
    if (box.contains(document.activeElement)) document.getElementById("inhalt").focus();
    box.hidden = true;
  };
  const load = () =>
    fetch(address)
      .then((answer) => {
        if (answer.redirected || [401, 403, 404].includes(answer.status)) end();
        return answer.ok && !answer.redirected ? answer.json() : Promise.reject(new Error(answer.status));
      })
      .then(show)
      .catch(() => isOver || refresh(AGAIN));

  const hear = (fact) => {
    around.hear(fact);
    if (!isOver) refresh(SOON * (0.5 + Math.random()));
  };
  line.join(room, { after: Number(after), hear, lost: end });
  setInterval(announce, 1000);
}
