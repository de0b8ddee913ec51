/* The live room: <div id="raum" data-room data-after …words>. On each fact the page is loaded anew as the server writes it
   for this reader, and its parts (`data-part`) are put in place. What somebody types stays, the focus stays where it is.
   Announced are at most twelve sentences a minute: one's own turn first. */
import { inWords, openLine } from "./live.be06e38462.js";

const SOON = 150;
const PRESSED = 300;
const MINUTE = 60000;
const MOST = 12;
const APART = 5000;
const UNSAVED = 2000;
const RANKS = ["mine", "vote", "connection", "speaker", "item"];

/* What is said next and when: the most important of what waits, each kind only by its newest sentence. */
export class Announcer {
  constructor() {
    this.waiting = new Map();
    this.said = [];
  }
  add(kind, sentence) {
    this.waiting.set(kind, sentence);
  }
  next(now) {
    this.said = this.said.filter((at) => now - at < MINUTE);
    const kind = RANKS.find((rank) => this.waiting.has(rank));
    const last = this.said[this.said.length - 1];
    const isEarly = last !== undefined && now - last < APART && kind !== "mine";
    if (!kind || isEarly || this.said.length >= MOST) return "";
    const sentence = this.waiting.get(kind);
    this.waiting.delete(kind);
    this.said.push(now);
    return sentence;
  }
}

/* `1:20 von 3:00`, some seconds later. */
export function ticked(text, seconds) {
  return text.replace(/^\d+:\d\d/, Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"));
}

/* Whether the clock has just reached four fifths of the time, or all of it: the server has new words then. */
export function hasSignal(before, now, limit) {
  return [Math.ceil((limit * 4) / 5), limit].some((mark) => before < mark && now >= mark);
}

function start(room) {
  const words = room.dataset;
  const [shown, over] = document.getElementById("raum-verbindung").children;
  const spoken = document.getElementById("raum-ansage");
  const note = document.getElementById("raum-hinweis");
  const announcer = new Announcer();
  const line = openLine();
  const parts = (page) => Array.from(page.querySelectorAll("[data-part]"));
  let isConnected = false;
  let isAsking = false;
  let isPressed = false;
  let isLoading = false;
  let isStale = false;
  let isOver = false;
  let due = 0;
  let loadedAt = Date.now();
  let tickedAt = Date.now();

  const sentences = () =>
    new Map(Array.from(document.querySelectorAll("[data-say]"), (it) => [it.dataset.say, it.textContent.trim()]));
  const announce = () => {
    const sentence = announcer.next(Date.now());
    if (sentence) spoken.textContent = sentence;
  };
  const end = () => {
    isOver = true;
    shown.textContent = "";
    over.hidden = false;
    announcer.add("connection", over.textContent.trim());
    announce();
  };

  /* A form somebody has begun is theirs. */
  const isInUse = (part) => part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
  const isChosen = (field) =>
    field.selectedIndex > 0 && !(field.options[field.selectedIndex] || {}).defaultSelected;
  const isBegun = (part) =>
    Array.from(part.querySelectorAll("input:not([type=hidden]), textarea")).some((it) => it.value !== it.defaultValue) ||
    Array.from(part.querySelectorAll("select")).some(isChosen);
  const nameOf = (button) => (button.form ? button.form.getAttribute("action") : "") + button.textContent;
  const put = (old, fresh) => {
    if (isInUse(old) || isBegun(old)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const open = Array.from(old.querySelectorAll("details"), (it) => it.open);
    old.replaceWith(fresh);
    fresh.querySelectorAll("details").forEach((it, number) => (it.open = open[number] || it.open));
    if (!focused) return;
    const same = Array.from(fresh.querySelectorAll("button, a, summary")).find((it) => nameOf(it) === nameOf(focused));
    fresh.tabIndex = -1;
    (same || fresh).focus({ preventScroll: true });
  };
  const show = (page) => {
    const before = sentences();
    parts(page).forEach((fresh) => {
      const old = document.getElementById(fresh.id);
      if (old && !old.isEqualNode(fresh)) put(old, document.importNode(fresh, true));
    });
    loadedAt = tickedAt = Date.now();
    sentences().forEach((sentence, kind) => {
      if (before.get(kind) === sentence) return;
      announcer.add(kind, kind === "speaker" ? words.speaks.replace("{}", sentence) : sentence);
    });
    announce();
  };

  const load = () => {
    if (isOver || isLoading) return;
    if (isPressed) {
      refresh(PRESSED);
      return;
    }
    isLoading = true;
    isStale = false;
    fetch(location.pathname, { credentials: "same-origin" })
      .then((answer) => {
        if (answer.redirected || [401, 403, 404].includes(answer.status)) end();
        return answer.ok && !answer.redirected ? answer.text() : Promise.reject(new Error(answer.status));
      })
      .then((text) => show(new DOMParser().parseFromString(text, "text/html")))
      .catch(() => (isStale = true))
      .then(() => {
        isLoading = false;
        if (isStale) refresh(2000);
      });
  };
  const refresh = (wait) => {
    isStale = isLoading;
    clearTimeout(due);
    due = setTimeout(load, wait);
  };
  const tick = () => {
    const now = Date.now();
    document.querySelectorAll("[data-runs]").forEach((clock) => {
      const [before, after] = [tickedAt, now].map((at) => Number(clock.dataset.seconds) + Math.floor((at - loadedAt) / 1000));
      clock.textContent = ticked(clock.textContent, after);
      if (hasSignal(before, after, Number(clock.dataset.limit))) refresh(SOON);
    });
    tickedAt = now;
    announce();
  };

  /* While the line stands, a request to speak goes through it and is sent again until it is stored; else as a form. */
  const ask = (event) => {
    const form = event.target.closest("form[action$='/melden']");
    if (!form || !isConnected) return;
    event.preventDefault();
    if (isAsking) return;
    const [id, kind] = ["id", "kind"].map((name) => form.elements.namedItem(name).value);
    const wait = setTimeout(() => (note.textContent = words.waiting), UNSAVED);
    isAsking = true;
    line.send("speak", { meeting: words.room.split(":")[1], id, kind }).then((ack) => {
      isAsking = false;
      clearTimeout(wait);
      note.textContent = ack.ok ? "" : ack.message;
      if (ack.code === "not_signed_in") form.submit();
      else refresh(0);
    });
  };
  document.addEventListener("submit", ask);
  document.addEventListener("pointerdown", () => (isPressed = true));
  ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => (isPressed = false)));
  line.watch((state) => {
    isConnected = state.name === "connected";
    if (isOver) return;
    if (state.name === "over") {
      end();
      return;
    }
    if (state.name === "lost") announcer.add("connection", inWords(state, words));
    shown.textContent = inWords(state, words);
  });
  line.join(words.room, { after: Number(words.after), hear: () => refresh(SOON * (0.5 + Math.random())), lost: end });
  setInterval(tick, 1000);
}

if (typeof document !== "undefined" && document.getElementById("raum")) start(document.getElementById("raum"));
