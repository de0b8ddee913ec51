/* The simple editor of live minutes: a textarea bound to a text that others write in: <div data-minutes="ADDRESS">.
   Sends what is typed and hears what others type; without a socket it asks every two seconds. Saved is what the server
   has acknowledged. */
import { Doc, applyUpdate, encodeStateAsUpdate, encodeStateVector, mergeUpdates } from "./yjs.js";
import { newId, openLine } from "./live.js";
import { changed, characters, moved } from "./typing.js";

const BATCH_MS = 200;
const ASK_MS = 2000;
/* while a socket tells what happens */
const LOOK_MS = 30000;
const GAP_MS = 200;
const SOCKET_BYTES = 128 * 1024;
const TOLD_AFTER_MS = 1000;
const RETRY_MS = 1000;
const LONGEST_WAIT_MS = 10000;
const LATER = new Set(["internal", "too_fast"]);

class Refused extends Error {}

const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

const asBytes = (data) => (typeof data === "string" ? toBytes(data) : new Uint8Array(data));

/* The server: an answer, a refusal with its code, or an error of the line. By socket while there is one, else by HTTP;
   an edit keeps its id, so that it counts once whichever way it came. */
class Line {
  constructor(address, live) {
    this.address = address;
    this.doc = address.split("/").pop();
    this.room = `minutes:${this.doc}`;
    this.live = live;
    this.isLive = false;
    live.watch((state) => (this.isLive = state.name === "connected"));
  }

  async state(epoch, cid, vector) {
    const words = { doc: this.doc, cid, sv: vector };
    let state = await this.say("y:join", epoch ? { ...words, epoch } : words);
    if (!state || state.diff === null) {
      const known = toText(vector).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
      state = await this.ask(`${this.address}/state?sv=${known}${epoch ? `&epoch=${epoch}` : ""}`);
    }
    return { ...state, sv: asBytes(state.sv), diff: asBytes(state.diff) };
  }

  async send({ epoch, cid, id, data }) {
    const small = data.length <= SOCKET_BYTES;
    const told = small && (await this.say("y:update", { doc: this.doc, epoch, cid, id, u: data }));
    if (told) return told;
    return this.ask(`${this.address}/updates?epoch=${epoch}&cid=${cid}&id=${id}`, {
      method: "POST",
      body: data,
      headers: { "Content-Type": "application/octet-stream" },
    });
  }

  /* By socket; nothing where there is none, or none answers. */
  async say(name, words) {
    if (!this.isLive) return null;
    let told = null;
    try {
      told = await this.live.ask(name, words);
    } catch (_silence) {
      return null;
    }
    if (told.ok) return told;
    throw Object.assign(new Refused(told.message), { code: told.code, why: told.why || "" });
  }

  async ask(address, how) {
    const answer = await fetch(address, how);
    const words = await answer.json();
    if (answer.ok) return words;
    throw Object.assign(new Refused(words.detail), { code: words.code, why: words.why || "" });
  }
}

class Editor {
  constructor(box) {
    this.form = box.querySelector("form");
    this.area = box.querySelector("textarea");
    this.words = box.dataset;
    this.line = new Line(box.dataset.minutes, openLine());
    this.composing = false;
    this.stopped = false;
    this.savedAt = "";
    this.begin();
  }

  /* A fresh copy with a client id of its own; nothing of the old one goes into it. */
  begin() {
    if (this.doc) this.doc.destroy();
    this.doc = new Doc();
    this.text = this.doc.getText("text");
    this.epoch = null;
    this.seq = 0;
    this.asked = 0;
    this.waiting = [];
    this.flying = null;
    this.since = 0;
    this.doc.on("update", (update, origin) => {
      if (origin !== this) return;
      this.since = this.since || Date.now();
      this.waiting.push(update);
      setTimeout(() => this.send(), BATCH_MS);
    });
    this.text.observe((event) => event.transaction.origin !== this && this.show(event.delta));
  }

  get unsaved() {
    return this.waiting.length + (this.flying ? this.flying.count : 0);
  }

  /* Where the server cannot be asked, the page stays the plain form that it is without scripts. */
  async start() {
    const early = this.area.value;
    this.area.readOnly = true;
    if (!(await this.ask())) {
      this.area.readOnly = false;
      return;
    }
    if (early !== this.area.defaultValue) this.takeUp(early);
    for (const hidden of this.form.querySelectorAll("[data-without-script]")) hidden.hidden = true;
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("compositionstart", () => (this.composing = true));
    this.area.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed();
      this.ask();
    });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    for (const name of ["focus", "online"]) window.addEventListener(name, () => this.ask());
    window.addEventListener("beforeunload", (event) => {
      if (!this.unsaved) return;
      event.preventDefault();
      event.returnValue = this.words.leaving;
    });
    setInterval(() => {
      if (!this.line.isLive || Date.now() - this.asked > LOOK_MS) this.ask();
    }, ASK_MS);
    this.listen();
    setInterval(() => this.tell(), 250);
  }

  /* What the socket tells; whoever comes back to it asks what was missed. */
  listen() {
    const { live, doc, room } = this.line;
    live.watch((state) => state.name === "connected" && this.ask());
    live.on("y:update", (told) => told.doc === doc && this.hear(told));
    live.on("y:state", (told) => told.doc === doc && this.allow(told));
    live.on("bye", (told) => told.room === room && this.ask());
  }

  hear({ epoch, seq, u }) {
    if (epoch !== this.epoch || this.composing || this.stopped) return;
    this.typed();
    applyUpdate(this.doc, asBytes(u), "others");
    this.count(seq);
  }

  /* A number is missing: it is on its way, or it was lost. */
  count(seq) {
    const expected = this.seq + 1;
    if (seq > expected) setTimeout(() => this.ask(), GAP_MS);
    this.seq = Math.max(this.seq, seq);
  }

  allow({ rw, why }) {
    this.area.readOnly = !rw;
    this.closed = rw ? "" : this.words[`why_${why}`] || this.words.closed;
  }

  /* Typed before this script ran. */
  takeUp(early) {
    if (this.area.value === this.area.defaultValue) {
      this.area.value = early;
      this.typed();
    } else this.setAside(early);
  }

  /* What was typed becomes an edit; a text that grew beyond the limit is put back. */
  typed() {
    if (!this.epoch) return;
    const before = this.text.toString();
    const change = changed(before, this.area.value, this.area.selectionEnd);
    if (!change) return;
    const most = Number(this.words.most);
    if (change.insert.length > change.remove && characters(this.area.value) > most) {
      this.put(before, change.at);
      this.speak(this.words.tooLong);
      return;
    }
    this.doc.transact(() => {
      if (change.remove) this.text.delete(change.at, change.remove);
      if (change.insert) this.text.insert(change.at, change.insert);
    }, this);
  }

  /* Somebody else's edit appears; the caret stays with its words. */
  show(delta) {
    if (this.composing) return;
    const text = this.text.toString();
    if (this.area.value === text) return;
    const { selectionStart, selectionEnd } = this.area;
    this.put(text, moved(selectionStart, delta), moved(selectionEnd, delta));
  }

  put(text, start, end = start) {
    const { scrollTop, selectionDirection } = this.area;
    this.area.value = text;
    this.area.setSelectionRange(start, end, selectionDirection);
    this.area.scrollTop = scrollTop;
  }

  async send() {
    if (this.flying || !this.waiting.length || !this.epoch || this.stopped) return;
    const data = mergeUpdates(this.waiting);
    this.flying = { id: newId(), epoch: this.epoch, cid: this.doc.clientID, data, count: this.waiting.length };
    this.waiting = [];
    await this.deliver(this.flying, RETRY_MS);
  }

  async deliver(packet, wait) {
    if (packet !== this.flying) return;
    let stored = null;
    try {
      stored = await this.line.send(packet);
    } catch (error) {
      if (packet !== this.flying) return;
      if (!(error instanceof Refused) || LATER.has(error.code)) {
        setTimeout(() => this.deliver(packet, Math.min(wait * 2, LONGEST_WAIT_MS)), wait);
      } else if (error.code === "resync" && error.why === "gap") {
        await this.fillGap(packet, wait);
      } else await this.keepAside(error);
      return;
    }
    if (packet !== this.flying) return;
    this.flying = null;
    this.count(stored.seq);
    this.savedAt = new Date().toLocaleTimeString("de-DE");
    this.since = this.waiting.length ? Date.now() : 0;
    this.tell();
    this.send();
  }

  /* The server lacks something earlier: send all that it lacks. */
  async fillGap(packet, wait) {
    try {
      const state = await this.line.state(this.epoch, this.doc.clientID, encodeStateVector(this.doc));
      packet.data = encodeStateAsUpdate(this.doc, state.sv);
      packet.count += this.waiting.length;
      packet.id = newId();
      this.waiting = [];
    } finally {
      setTimeout(() => this.deliver(packet, Math.min(wait * 2, LONGEST_WAIT_MS)), wait);
    }
  }

  /* What others wrote, and whether one may write; false where that could not be learned. */
  async ask() {
    if (this.stopped) return false;
    const doc = this.doc;
    try {
      const state = await this.line.state(this.epoch, doc.clientID, encodeStateVector(doc));
      if (doc !== this.doc) return false;
      const first = !this.epoch;
      if (this.composing) return true;
      this.typed();
      this.epoch = state.epoch;
      applyUpdate(doc, state.diff, "others");
      if (first) this.show([]);
      this.seq = Math.max(this.seq, state.seq);
      this.asked = Date.now();
      this.allow(state);
      return true;
    } catch (error) {
      if (error instanceof Refused && !LATER.has(error.code) && doc === this.doc) await this.keepAside(error);
      return false;
    }
  }

  /* The server takes this text no more: what was not saved stays on the page, the shared text begins anew. */
  async keepAside(error) {
    const own = this.area.value;
    const lost = this.unsaved > 0;
    const begun = Boolean(this.epoch);
    this.begin();
    if (lost) {
      this.setAside(own);
      this.speak(error.message);
    }
    if (["not_found", "not_permitted", "not_signed_in"].includes(error.code)) {
      this.stopped = true;
      this.area.readOnly = true;
      this.closed = error.code === "not_signed_in" ? error.message : this.words.gone;
      this.tell();
    } else if (begun) await this.ask();
  }

  setAside(text) {
    const aside = document.getElementById(this.words.aside);
    aside.hidden = false;
    aside.querySelector("textarea").value = text;
  }

  tell() {
    const late = this.unsaved && Date.now() - this.since > TOLD_AFTER_MS;
    if (late) {
      const words = this.unsaved === 1 ? this.words.one : this.words.many.replace("{}", this.unsaved);
      this.say(words, false);
    } else if (this.closed) this.say(this.closed, false);
    else if (this.savedAt && !this.unsaved) this.say(this.words.saved.replace("{}", this.savedAt), true);
  }

  say(words, saved) {
    const line = document.getElementById(this.words.line);
    line.classList.remove("ef-saved--empty");
    line.classList.toggle("ef-saved--pending", !saved);
    const text = line.querySelector("span");
    if (text.textContent === words) return;
    text.textContent = words;
    if (!saved) this.speak(words);
  }

  /* For screen readers; what is saved is not worth a word at each key. */
  speak(words) {
    document.getElementById(this.words.spoken).textContent = words;
  }
}

document.querySelectorAll("[data-minutes]").forEach((box) => new Editor(box).start());
