/* A text that several people write in, as this page holds it: what is typed goes out and is sent again until the server
   has acknowledged it, what others type comes in. Saved is what the server has acknowledged; the rest is kept on the
   device (`kept`). The page says what it shows and hears what happened:
     take() puts what was typed into the text, isBusy says that letters are being composed and nothing may move,
     bind() shows the text anew, shown(delta) an edit of others, allow, pause and stop say whether one may type,
     lost(text) is what only this device holds, said(word) and tell() are for people. */
import {
  Doc,
  UndoManager,
  applyUpdate,
  decodeStateVector,
  digest,
  encodeStateAsUpdate,
  encodeStateVector,
  mergeUpdates,
} from "./yjs.js";
import { newId } from "./live.js";
import { Refused, asBytes } from "./minutes-line.js";

const BATCH_MS = 200;
const GAP_MS = 200;
const RETRY_MS = 1000;
const LONGEST_WAIT_MS = 10000;
const OVER = new Set(["not_found", "not_permitted", "not_signed_in"]);

const fingerprint = (text) =>
  Array.from(digest(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export class SharedText {
  constructor(line, kept, page) {
    this.line = line;
    this.kept = kept;
    this.page = page;
    this.stopped = false;
    this.savedAt = null;
    /* the fingerprint that a reload did not lead to: it would not do so a second time */
    this.unlike = "";
    this.begin(new Doc());
  }

  /* A copy with a client id of its own; nothing of the old one goes into it. */
  begin(doc) {
    if (this.doc) this.doc.destroy();
    this.doc = doc;
    this.text = doc.getText("text");
    this.undo = new UndoManager(this.text, { trackedOrigins: new Set([this]) });
    this.epoch = null;
    this.seq = 0;
    this.asked = 0;
    this.waiting = [];
    this.flying = null;
    this.since = 0;
    const isOurs = (origin) => origin === this || origin === this.undo;
    doc.on("update", (update, origin) => isOurs(origin) && this.push(update));
    this.text.observe((event) => {
      const { origin } = event.transaction;
      if (origin !== this) this.page.shown(event.delta, origin === this.undo);
    });
  }

  get unsaved() {
    return this.waiting.length + (this.flying ? this.flying.count : 0);
  }

  /* All that the server has not acknowledged, as one edit. */
  get pending() {
    const parts = this.flying ? [this.flying.data, ...this.waiting] : this.waiting;
    return parts.length ? mergeUpdates(parts) : null;
  }

  /* Own changes, each {at, remove, insert} in the text as it is after the one before. */
  edit(changes) {
    this.doc.transact(() => {
      for (const { at, remove, insert } of changes) {
        if (remove) this.text.delete(at, remove);
        if (insert) this.text.insert(at, insert);
      }
    }, this);
  }

  push(update) {
    this.since = this.since || Date.now();
    this.waiting.push(update);
    this.keep();
    setTimeout(() => this.send(), BATCH_MS);
  }

  keep() {
    this.kept.note(() => ({ epoch: this.epoch, data: this.pending, text: this.text.toString() }));
  }

  hear({ epoch, seq, u }) {
    if (epoch !== this.epoch || this.page.isBusy || this.stopped) return;
    this.page.take();
    applyUpdate(this.doc, asBytes(u), "others");
    this.count(seq);
  }

  /* A number is missing: it is on its way, or it was lost. */
  count(seq) {
    const expected = this.seq + 1;
    if (seq > expected) setTimeout(() => this.ask(), GAP_MS);
    this.seq = Math.max(this.seq, seq);
  }

  async send() {
    if (this.flying || !this.waiting.length || !this.epoch || this.stopped) return;
    const data = mergeUpdates(this.waiting);
    const { epoch, doc, waiting } = this;
    this.flying = { id: newId(), epoch, cid: doc.clientID, data, count: waiting.length };
    this.waiting = [];
    await this.deliver(this.flying, RETRY_MS);
  }

  async deliver(packet, wait) {
    if (packet !== this.flying) return;
    this.resting = 0;
    let stored = null;
    try {
      stored = await this.line.send(packet);
    } catch (error) {
      if (packet !== this.flying) return;
      if (!(error instanceof Refused) || error.isForNow) this.again(packet, wait);
      else if (error.code === "resync" && error.why === "gap") await this.fillGap(packet, wait);
      else await this.keepAside(error);
      return;
    }
    if (packet !== this.flying) return;
    this.flying = null;
    this.count(stored.seq);
    this.savedAt = new Date();
    this.since = this.waiting.length ? Date.now() : 0;
    this.keep();
    this.page.tell();
    this.send();
  }

  again(packet, wait) {
    this.resting = setTimeout(() => this.deliver(packet, Math.min(wait * 2, LONGEST_WAIT_MS)), wait);
  }

  /* The line is back: what waits for a later attempt need not. */
  async resume() {
    await this.ask();
    if (!this.resting || !this.flying) return;
    clearTimeout(this.resting);
    this.resting = 0;
    this.deliver(this.flying, RETRY_MS);
  }

  /* The server lacks something earlier: send all that it lacks. */
  async fillGap(packet, wait) {
    try {
      const state = await this.stateOf(this.doc);
      packet.data = encodeStateAsUpdate(this.doc, state.sv);
      packet.count += this.waiting.length;
      packet.id = newId();
      this.waiting = [];
    } finally {
      this.again(packet, wait);
    }
  }

  stateOf(doc, more) {
    return this.line.state({ epoch: this.epoch, cid: doc.clientID, vector: encodeStateVector(doc), ...more });
  }

  /* What others wrote, and whether one may write; false where that could not be learned. */
  async ask() {
    if (this.stopped) return false;
    const doc = this.doc;
    try {
      const state = await this.stateOf(doc);
      if (doc !== this.doc) return false;
      this.asked = Date.now();
      if (this.page.isBusy) return true;
      this.page.take();
      const isFirst = !this.epoch;
      applyUpdate(doc, state.diff, "others");
      this.epoch = state.epoch;
      this.seq = Math.max(this.seq, state.seq);
      if (isFirst) this.page.bind();
      this.page.allow(state);
      if (isFirst) await this.takeUpKept();
      else await this.compare(state);
      return true;
    } catch (error) {
      if (error instanceof Refused && !error.isForNow && doc === this.doc) await this.keepAside(error);
      return false;
    }
  }

  /* What an earlier page of this person could not send. */
  async takeUpKept() {
    const { doc } = this;
    const found = await this.kept.earlier();
    if (doc !== this.doc) return;
    const fitting = found.filter((each) => each.data && each.epoch === this.epoch);
    for (const each of found) if (!fitting.includes(each)) this.page.lost(each.text, each.key);
    if (!fitting.length) return;
    const data = mergeUpdates(fitting.map((each) => each.data));
    applyUpdate(doc, data, "kept");
    this.kept.replaces(fitting);
    this.push(data);
  }

  /* Nothing waits, everything was heard, and still the texts differ: state vectors do not see deletions. What the server
     lacks is sent; where it lacks nothing, the text is loaded anew, and nobody's words go with the old copy. */
  async compare(state) {
    if (this.unsaved || this.seq !== state.seq || state.hash === this.unlike) return;
    if (fingerprint(this.text.toString()) === state.hash) return;
    if (this.isAheadOf(state.sv)) this.push(encodeStateAsUpdate(this.doc, state.sv));
    else await this.reload();
  }

  isAheadOf(vector) {
    const theirs = decodeStateVector(vector);
    const ours = decodeStateVector(encodeStateVector(this.doc));
    return Array.from(ours).some(([client, clock]) => clock > (theirs.get(client) || 0));
  }

  async reload() {
    const { doc } = this;
    const fresh = new Doc();
    const state = await this.stateOf(fresh, { reloaded: true });
    if (doc !== this.doc || this.page.isBusy) return;
    this.page.take();
    if (this.unsaved) return;
    applyUpdate(fresh, state.diff, "others");
    this.begin(fresh);
    this.epoch = state.epoch;
    this.seq = state.seq;
    this.asked = Date.now();
    this.unlike = fingerprint(this.text.toString()) === state.hash ? "" : state.hash;
    this.page.bind();
    this.page.said("reloaded");
  }

  /* The server takes this text no more: what was not saved stays on the page, the shared text begins anew. */
  async keepAside(error) {
    const own = this.page.value;
    const { unsaved, epoch } = this;
    this.begin(new Doc());
    this.page.pause();
    if (unsaved) this.page.lost(own, this.kept.setAside(own), error.message);
    else this.keep();
    if (OVER.has(error.code)) {
      this.stopped = true;
      this.page.stop(error);
    } else if (epoch) await this.ask();
  }
}
