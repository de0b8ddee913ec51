const MINUTE = 60000;
const APART = 5000;
const MOST = { mine: 12, vote: 11, meeting: 11, connection: 10, hands: 9, speaker: 8, item: 8, talk: 6 };
const RANKS = Object.keys(MOST);

export class Hands {
  constructor(hands) {
    this.known = new Set(hands.map(({ id }) => id));
    this.unsaid = new Set();
  }
  sentence(hands, isWaiting, { hand, hands: many, motion }) {
    if (!isWaiting) this.unsaid.clear();
    hands.forEach(({ id }) => this.known.has(id) || this.unsaid.add(id));
    this.known = new Set(hands.map(({ id }) => id));
    const fresh = hands.filter(({ id }) => this.unsaid.has(id));
    this.unsaid = new Set(fresh.map(({ id }) => id));
    const [motions, others] = [true, false].map((isMotion) => fresh.filter((it) => it.isMotion === isMotion));
    const plain = others.length > 1 ? many.replace("{}", others.length) : others.map(({ name }) => hand.replace("{}", name))[0];
    return [...motions.map(({ name }) => motion.replace("{}", name)), plain].filter(Boolean).join(" ");
  }
}

export class Announcer {
  constructor() {
    this.waiting = new Map();
    this.said = [];
    this.readsTalk = false;
  }
  add(kind, sentence) {
    if (kind === "talk" && !this.readsTalk) return;
    this.waiting.set(kind, sentence);
  }
  follow(before, now, isOwnTurn) {
    const changed = RANKS.filter((kind) => (before.get(kind) || "") !== (now.get(kind) || ""));
    changed.forEach((kind) => (now.get(kind) ? this.add(kind, now.get(kind)) : this.waiting.delete(kind)));
    if (isOwnTurn) this.waiting.delete("speaker");
  }
  readTalk(isWanted) {
    this.readsTalk = isWanted;
    if (!isWanted) this.waiting.delete("talk");
  }
  next(now) {
    this.said = this.said.filter((at) => now - at < MINUTE);
    const kind = RANKS.find((rank) => this.waiting.has(rank));
    const last = this.said[this.said.length - 1];
    const isEarly = last !== undefined && now - last < APART && kind !== "mine";
    if (!kind || isEarly || this.said.length >= MOST[kind]) return "";
    const sentence = this.waiting.get(kind);
    this.waiting.delete(kind);
    this.said.push(now);
    return sentence;
  }
}
