/* The server behind a shared text: an answer, a refusal with its code, or an error of the line. By socket while there is
   one, else by HTTP; an edit keeps its id, so that it counts once whichever way it came. */
const SOCKET_BYTES = 128 * 1024;
const LATER = new Set(["internal", "too_fast"]);

export class Refused extends Error {
  constructor(message, { code, why }) {
    super(message);
    this.code = code;
    this.why = why || "";
  }

  /* The same may be taken at another time. */
  get isForNow() {
    return LATER.has(this.code);
  }
}

const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

export const asBytes = (data) => (typeof data === "string" ? toBytes(data) : new Uint8Array(data));

export class Line {
  constructor(address, live) {
    this.address = address;
    this.doc = address.split("/").pop();
    this.room = `minutes:${this.doc}`;
    this.live = live;
    this.isLive = false;
    this.unwatch = live.watch((state) => (this.isLive = state.name === "connected"));
  }

  /* The room is left; the line stays for others of the page. */
  leave() {
    this.unwatch();
    this.live.ask("leave", { room: this.room }).catch(() => {});
  }

  /* What the server has; `reloaded` tells it that our text was another one. */
  async state({ epoch, cid, vector, reloaded = false }) {
    const words = { doc: this.doc, cid, sv: vector };
    if (epoch) words.epoch = epoch;
    if (reloaded) words.reloaded = true;
    let state = await this.say("y:join", words);
    if (!state || state.diff === null) {
      const known = toText(vector).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
      const more = `${epoch ? `&epoch=${epoch}` : ""}${reloaded && !state ? "&reloaded=1" : ""}`;
      state = { ...state, ...(await this.ask(`${this.address}/state?sv=${known}${more}`)) };
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
    throw new Refused(told.message, told);
  }

  async ask(address, how) {
    const answer = await fetch(address, how);
    const words = await answer.json();
    if (answer.ok) return words;
    throw new Refused(words.detail, words);
  }
}
