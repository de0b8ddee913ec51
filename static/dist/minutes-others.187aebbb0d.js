import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromJSON,
  createRelativePositionFromTypeIndex,
} from "./yjs.928059cb43.js";

const FORGOTTEN_MS = 40000;
const RENEW_MS = 15000;
const PAUSE_MS = 250;
const TYPING_MS = 5000;
const SPOKEN_MS = 10000;
const MOST_NAMES = 3;

export function placeOf(text, index) {
  const { item } = createRelativePositionFromTypeIndex(text, index, -1);
  return item ? [item.client, item.clock] : null;
}

export function indexOf(doc, text, place) {
  if (!place) return 0;
  const [client, clock] = place;
  const relative = createRelativePositionFromJSON({ item: { client, clock }, assoc: -1 });
  const found = createAbsolutePositionFromRelativePosition(relative, doc);
  return found && found.type === text ? found.index : null;
}

export function sentence(names, { one, many, more }) {
  const sorted = Array.from(new Set(names)).sort((a, b) => a.localeCompare(b, "de"));
  if (sorted.length < 2) return sorted.length ? one.replace("{}", sorted[0]) : "";
  const named = sorted.slice(0, MOST_NAMES).join(", ");
  const rest = sorted.length - MOST_NAMES;
  return many.replace("{}", rest > 0 ? `${named} ${more.replace("{}", rest)}` : named);
}

export class Others {
  constructor() {
    this.known = new Map();
  }

  hear(told) {
    if (told.gone) this.known.delete(told.cid);
    else this.known.set(told.cid, { ...told, heardAt: Date.now() });
  }

  begin(told) {
    this.known.clear();
    told.forEach((each) => this.hear(each));
  }

  forgetOld() {
    this.known.forEach(({ heardAt }, cid) => Date.now() - heardAt > FORGOTTEN_MS && this.known.delete(cid));
  }

  get typing() {
    return Array.from(this.known.values(), ({ name, typing }) => (typing ? name : "")).filter(Boolean);
  }

  carets(doc, text) {
    return Array.from(this.known.values(), (each) => ({ ...each, at: indexOf(doc, text, each.at) })).filter(
      ({ at }) => at !== null
    );
  }
}

export class OwnPlace {
  constructor(say) {
    this.say = say;
    this.typedAt = 0;
    this.saidAt = 0;
    this.said = "null";
    this.waiting = 0;
  }

  typed() {
    this.typedAt = Date.now();
  }

  tell(look) {
    if (this.waiting) return;
    this.waiting = setTimeout(() => {
      this.waiting = 0;
      const at = look();
      const word = at === undefined ? null : { at, typing: Date.now() - this.typedAt < TYPING_MS };
      const isOld = word && Date.now() - this.saidAt > RENEW_MS;
      if (JSON.stringify(word) === this.said && !isOld) return;
      this.said = JSON.stringify(word);
      this.saidAt = Date.now();
      this.say(word);
    }, PAUSE_MS);
  }

  forget() {
    this.said = "null";
  }
}

export class Announced {
  constructor(speak) {
    this.speak = speak;
    this.words = "";
    this.at = 0;
  }

  hear(words) {
    if (words === this.words || Date.now() - this.at < SPOKEN_MS) return;
    this.words = words;
    this.at = Date.now();
    if (words) this.speak(words);
  }
}
