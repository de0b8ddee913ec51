/* The page on which minutes are written: <div data-minutes="ADDRESS">. Without this script it is a plain form. The room
   of the meeting puts the same box beside the talk (`room-minutes.js`). */
import { openLine } from "./live.js";
import { followMeeting } from "./meanwhile.js";
import { bold, heading, list } from "./markdown-marks.js";
import { Kept } from "./minutes-kept.js";
import { Around, Lasting, SOON_MS } from "./minutes-around.js";
import { Line } from "./minutes-line.js";
import { Announced, Others, OwnPlace, placeOf, sentence } from "./minutes-others.js";
import { PlainArea } from "./minutes-plain.js";
import { SharedText } from "./minutes-text.js";
import { changed, characters, placeBeside } from "./typing.js";

const ASK_MS = 2000;
/* while a socket tells what happens */
const LOOK_MS = 30000;
const CALM_MS = 3000;
const CUT_MS = 6000;
const TOLD_AFTER_MS = 1000;
const TOLD_FOR_MS = 8000;
const SIMPLE = "mitschrift-einfach";
const QUIET = "mitschrift-still";
const PLACES = {
  line: "mitschrift-stand",
  spoken: "mitschrift-ansage",
  aside: "mitschrift-eigenes",
  tools: "mitschrift-werkzeug",
  options: "mitschrift-wahl",
  writers: "mitschrift-leute",
};
const MARKS = { bold, heading, list };
const BLOCKS = /\[\[[^\]\n]+\]\]/g;
/* as the server refuses them */
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]/g;
const DATA_URL = /\bdata:[^\s,]{0,200},\S/i;

const find = (id) => document.getElementById(id);
const blocksIn = (text) => (text.match(BLOCKS) || []).join();

/* What somebody chose on this device; a browser that keeps nothing asks again. */
const choice = (key) => {
  try {
    return localStorage.getItem(key) === "1";
  } catch (_shut) {
    return false;
  }
};
const choose = (key, yes) => {
  try {
    if (yes) localStorage.setItem(key, "1");
    else localStorage.removeItem(key);
  } catch (_shut) {
    /* for this page alone */
  }
};

/* A text that is not saved, to copy or to keep as a file; it stays until its author discards it. */
class Aside {
  constructor(box, kept) {
    this.box = box;
    this.kept = kept;
    this.keys = [];
    this.field = box.querySelector("textarea");
    const buttons = { copy: () => this.copy(), download: () => this.download(), discard: () => this.discard() };
    for (const button of box.querySelectorAll("button")) {
      button.addEventListener("click", buttons[button.value]);
    }
  }

  show(text, key) {
    if (key) this.keys.push(key);
    const before = this.box.hidden ? "" : this.field.value;
    if (before.includes(text)) return;
    this.box.hidden = false;
    this.field.value = before ? `${before}\n\n${text}` : text;
  }

  copy() {
    this.field.select();
    const copied = navigator.clipboard
      ? navigator.clipboard.writeText(this.field.value)
      : Promise.resolve(document.execCommand("copy"));
    copied.then(() => (this.box.querySelector("[role=status]").textContent = this.box.dataset.copied)).catch(() => {});
  }

  download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.field.value], { type: "text/markdown;charset=utf-8" }));
    link.download = this.box.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  discard() {
    this.keys.splice(0).forEach((key) => this.kept.discard(key));
    this.field.value = "";
    if (this.box.contains(document.activeElement)) find("inhalt").focus({ preventScroll: true });
    this.box.hidden = true;
  }
}

/* Here one does not write now; what an earlier page could not save is shown all the same. `opened` is called once one may. */
export class Shut extends Lasting {
  constructor(box, live, around, opened = () => {}) {
    super();
    const kept = new Kept(box.dataset.person, box.dataset.kept);
    const doc = box.dataset.kept;
    const allow = ({ rw }) => {
      find("mitschrift-offen").hidden = !rw;
      find("mitschrift-grund").hidden = rw;
      if (rw) opened();
    };
    const cid = Math.floor(Math.random() * 2 ** 32);
    let seq = null;
    const look = () =>
      live.ask("y:join", { doc, cid }).then(
        (told) => {
          if (!told.ok) return;
          allow(told);
          if (told.seq !== seq) around.renew(0);
          seq = told.seq;
        },
        () => {}
      );
    this.until(live.watch(({ name }) => name === "connected" && look()));
    this.every(LOOK_MS, look);
    this.until(live.on("y:update", (told) => told.doc === doc && around.renew(CALM_MS)));
    const changed = (told) => {
      if (told.doc !== doc) return;
      allow(told);
      around.renew(0);
    };
    this.until(live.on("y:state", changed));
    this.until(() => live.ask("leave", { room: `minutes:${doc}` }).catch(() => {}));
    this.aside = new Aside(find(box.dataset.aside), kept);
    kept.earlier().then((found) => found.forEach(({ text, key }) => this.aside.show(text, key)));
  }
}

export class Page extends Lasting {
  constructor(box, live, around) {
    super();
    this.around = around;
    this.words = { ...PLACES, ...box.dataset };
    this.form = box.querySelector("form");
    this.tools = find(this.words.tools);
    this.options = find(this.words.options);
    this.writers = find(this.words.writers);
    this.line = new Line(box.dataset.minutes, live);
    const kept = new Kept(this.words.person, this.line.doc);
    this.aside = new Aside(find(this.words.aside), kept);
    this.others = new Others();
    this.place = new OwnPlace((a) => this.line.isLive && this.line.say("y:aw", { doc: this.line.doc, a }).catch(() => {}));
    this.announced = new Announced((words) => this.speak(words));
    this.notice = { words: "", until: 0 };
    this.area = this.form.querySelector("textarea");
    /* the text as the page came with it, until the shared one stands */
    this.served = this.area.defaultValue;
    this.blocks = blocksIn(this.served);
    this.fixedAt = null;
    this.shared = new SharedText(this.line, kept, this);
    this.surface = new PlainArea(this.area, this);
    this.wantsSimple = choice(SIMPLE);
  }

  /* Where the server cannot be asked, the page stays the plain form that it is without scripts. */
  async start() {
    while (!this.shared.epoch) {
      if (!(await this.shared.ask())) {
        this.surface.leave();
        this.area.readOnly = false;
        return;
      }
      if (this.isBusy) await new Promise((go) => this.area.addEventListener("compositionend", go, { once: true }));
    }
    for (const hidden of this.form.querySelectorAll("[data-without-script]")) hidden.hidden = true;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.onWindow("focus", () => this.shared.ask());
    this.onWindow("online", () => this.shared.resume());
    this.onWindow("beforeunload", (event) => {
      if (!this.shared.unsaved) return;
      event.preventDefault();
      event.returnValue = this.words.leaving;
    });
    this.every(ASK_MS, () => {
      if (!this.line.isLive || Date.now() - this.shared.asked > LOOK_MS) this.shared.ask();
    });
    this.listen();
    this.every(250, () => this.tell());
    this.offer();
    await this.edit(this.wantsSimple);
  }

  /* Leaves no trace but the box; only once everything is saved. */
  close() {
    this.shared.stopped = true;
    super.close();
    clearTimeout(this.pointing);
    this.surface.leave();
    this.line.leave();
  }

  /* What the socket tells; whoever comes back to it asks what was missed. */
  listen() {
    const { live, doc, room } = this.line;
    const told = {
      "y:update": (word) => word.doc === doc && this.shared.hear(word),
      "y:state": (word) => {
        if (word.doc !== doc) return;
        this.allow(word);
        this.around.renew(0);
      },
      "y:aw": (word) => {
        if (word.doc !== doc) return;
        this.others.hear(word.a);
        this.point();
      },
      bye: ({ room: left, reason }) => (left === room || reason === "resync") && this.shared.ask(),
    };
    for (const name of Object.keys(told)) this.until(live.on(name, told[name]));
    const watch = live.watch((state) => {
      this.place.forget();
      if (state.name === "connected") this.shared.resume();
      else this.others.begin([]);
      this.point();
    });
    this.until(watch);
    this.every(1000, () => this.looked());
  }

  /* The buttons, and what one may choose. */
  offer() {
    this.area.before(this.tools);
    this.tools.hidden = this.options.hidden = false;
    for (const button of this.tools.querySelectorAll("button")) {
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.deed(button.value));
    }
    const [simple, quiet] = this.options.querySelectorAll("input");
    simple.checked = choice(SIMPLE);
    simple.addEventListener("change", () => {
      choose(SIMPLE, simple.checked);
      this.edit(simple.checked);
    });
    quiet.checked = choice(QUIET);
    quiet.addEventListener("change", () => choose(QUIET, quiet.checked));
  }

  /* The editor of choice, once no letters are being composed; where the larger one cannot be had, the simple one stays. */
  async edit(isSimple) {
    this.wantsSimple = isSimple;
    let Area = PlainArea;
    if (!isSimple) {
      try {
        Area = (await import("./minutes-rich.js")).RichArea;
      } catch (_old) {
        return;
      }
      if (this.wantsSimple) return;
    }
    if (this.surface instanceof Area || this.isBusy) return;
    this.surface.take();
    const { hasFocus, selection } = this.surface;
    this.surface.leave();
    try {
      this.surface = new Area(this.area, this);
    } catch (_old) {
      this.area.hidden = false;
      this.surface = new PlainArea(this.area, this);
    }
    this.surface.selection = selection;
    if (hasFocus) this.surface.focus();
    this.point();
  }

  get isBusy() {
    return this.surface.isBusy;
  }

  get value() {
    return this.surface.value;
  }

  take() {
    this.surface.take();
  }

  /* The text stands for the first time, or anew. What was typed before it stood goes where it belongs, or beside it. */
  bind() {
    const { served, value, surface } = this;
    this.served = null;
    const typed = served === null ? null : changed(served, value, surface.selection.to);
    surface.bind();
    this.fix();
    if (!typed) return;
    const at = placeBeside(typed, changed(served, this.value));
    if (at < 0) this.lost(value);
    else surface.retype({ ...typed, at });
  }

  shown(delta, isOwn) {
    if (this.shared.epoch && !this.isBusy) this.surface.shown(delta, isOwn);
    if (isOwn) this.typed();
    else this.point();
    this.fix();
  }

  /* A line for a vote or a task has come or gone: what it stands for does, too. */
  fix() {
    const blocks = blocksIn(this.shared.text.toString());
    if (blocks !== this.blocks) {
      this.around.renew(SOON_MS);
      this.isFixedLate = this.shared.unsaved > 0;
    }
    this.blocks = blocks;
  }

  /* The server shows such a line of one's own once it is stored. */
  stored({ savedAt, unsaved, epoch }) {
    if (savedAt === this.fixedAt || !epoch) return;
    this.fixedAt = savedAt;
    this.fix();
    if (!this.isFixedLate || unsaved) return;
    this.isFixedLate = false;
    this.around.renew(0);
  }

  /* Letters were composed: what waited for it may come. */
  async released() {
    await this.shared.ask();
    if (this.shared.epoch) await this.edit(this.wantsSimple);
  }

  typed() {
    this.place.typed();
    this.looked();
    this.point();
  }

  looked() {
    this.place.tell(() => {
      const { surface, shared } = this;
      if (!surface.hasFocus || surface.isBusy || this.area.readOnly) return undefined;
      return placeOf(shared.text, surface.selection.to);
    });
    this.others.forgetOld();
    const { writesOne: one, writesMany: many, writesMore: more } = this.words;
    const words = sentence(this.others.typing, { one, many, more });
    if (this.writers.textContent !== words) this.writers.textContent = words;
    if (!choice(QUIET)) this.announced.hear(words);
  }

  /* Not while the editor is at work: it tells of itself from within. */
  point() {
    if (this.pointing) return;
    this.pointing = setTimeout(() => {
      this.pointing = 0;
      const { doc, text } = this.shared;
      if (!this.isBusy) this.surface.point(this.others.carets(doc, text));
      this.looked();
    }, 50);
  }

  deed(name) {
    if (this.area.readOnly || this.isBusy || !this.shared.epoch) return;
    this.take();
    const { undo } = this.shared;
    if (name === "undo") undo.undo();
    else if (name === "redo") undo.redo();
    else {
      undo.stopCapturing();
      const { from, to } = this.surface.selection;
      this.surface.change(MARKS[name](this.value, from, to));
    }
  }

  clean(text) {
    return text.replace(CONTROL, "");
  }

  /* What the server would refuse is refused here, while it can be told which. */
  refuses({ at, remove, insert }, before) {
    if (!insert) return false;
    const after = before.slice(0, at) + insert + before.slice(at + remove);
    let why = "";
    if (insert.length > remove && characters(after) > Number(this.words.most)) why = this.words.tooLong;
    else if (DATA_URL.test(after) && !DATA_URL.test(before)) why = this.words.picture;
    if (why) this.warn(why);
    return Boolean(why);
  }

  allow({ rw, why, aw, lock = "" }) {
    const was = this.closed;
    if (aw) {
      this.others.begin(aw);
      this.point();
    }
    const locked = lock && `${this.words.why_locked} ${lock}`;
    find("mitschrift-sperre").textContent = locked;
    this.closed = rw ? "" : (why === "locked" && locked) || this.words[`why_${why}`] || this.words.closed;
    this.surface.isReadOnly = !rw;
    if (was && rw) this.warn(this.words.open);
    if (!rw && this.tools.contains(document.activeElement)) this.surface.focus();
    for (const button of this.tools.querySelectorAll("button")) button.disabled = !rw;
  }

  /* Nothing can be typed before the text is learned anew. */
  pause() {
    this.surface.isReadOnly = true;
  }

  stop(error) {
    this.allow({ rw: false });
    this.options.hidden = true;
    this.closed = error.code === "not_signed_in" ? error.message : this.words.gone;
    this.others.begin([]);
    this.point();
    this.tell();
  }

  /* Own words that the shared text does not hold. */
  lost(text, key, words = "") {
    this.aside.show(text, key);
    if (words) this.speak(words);
  }

  said(word) {
    this.warn(this.words[word]);
  }

  warn(words) {
    this.notice = { words, until: Date.now() + TOLD_FOR_MS };
    this.speak(words);
    this.tell();
  }

  tell() {
    this.stored(this.shared);
    const { unsaved, since, savedAt } = this.shared;
    const late = unsaved && Date.now() - since > TOLD_AFTER_MS;
    if (Date.now() < this.notice.until) this.say(this.notice.words, false);
    else if (late) this.say(unsaved === 1 ? this.words.one : this.words.many.replace("{}", unsaved), false);
    else if (this.closed) this.say(this.closed, false);
    else if (!this.line.isLive && Date.now() - this.shared.asked > CUT_MS) {
      this.isCut = true;
      this.say(this.words.cut, false);
    }
    else if (!unsaved) this.say(savedAt ? this.words.saved.replace("{}", savedAt.toLocaleTimeString("de-DE")) : "", true);
  }

  say(words, saved) {
    const line = find(this.words.line);
    line.classList.toggle("ef-saved--empty", !words);
    line.classList.toggle("ef-saved--pending", !saved);
    const text = line.querySelector("span");
    if (text.textContent === words) return;
    text.textContent = words;
    if (!saved || this.worried) this.speak(words || (this.isCut ? this.words.again : ""));
    this.worried = !saved;
    this.isCut = this.isCut && this.worried;
  }

  /* For screen readers; what is saved is worth a word only after something was not. */
  speak(words) {
    find(this.words.spoken).textContent = words;
  }
}

/* In the room there is nothing of this when it asks for this script. */
const [writing, shut, strip] = [find("mitschrift-ganz"), document.querySelector("[data-kept]"), find("sitzung-jetzt")];
if (writing) {
  const line = openLine();
  const around = new Around(document, location.pathname);
  if (shut) new Shut(shut, line, around);
  else new Page(writing.querySelector("[data-minutes]"), line, around).start();
  if (strip) followMeeting(strip, line, around);
}
