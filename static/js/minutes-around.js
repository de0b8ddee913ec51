/* What stands around a text: it ends with its page, and changes while nobody writes there. */
export const SOON_MS = 500;
const AGAIN_MS = 5000;

export class Lasting {
  constructor() {
    this.ends = [];
  }

  until(end) {
    this.ends.push(end);
  }

  every(ms, deed) {
    const beat = setInterval(deed, ms);
    this.until(() => clearInterval(beat));
  }

  onWindow(name, listener) {
    window.addEventListener(name, listener);
    this.until(() => window.removeEventListener(name, listener));
  }

  close() {
    this.ends.splice(0).forEach((end) => end());
  }
}

const isBegun = (part) => Array.from(part.querySelectorAll("[type=text]")).some((it) => it.value !== it.defaultValue);

/* The parts of `root` in which nobody writes: what stands fast, and whether it is locked. */
export class Around {
  constructor(root, address) {
    this.root = root;
    this.address = address;
    this.due = 0;
    this.asked = 0;
  }

  /* Who is there is said without a line of its own. */
  hear({ kind }) {
    if (kind === "presence.noted" && this.root.querySelector("[aria-label=Anwesenheit]")) this.renew(SOON_MS);
  }

  /* Loads them anew as the server writes them now; what was asked for last counts. */
  renew(wait) {
    this.due = this.due || setTimeout(() => {
      this.due = 0;
      if (this.root.isConnected && this.root.querySelector("[data-part]")) this.load(++this.asked);
    }, wait);
  }

  load(asked) {
    fetch(this.address, { credentials: "same-origin" })
      .then((answer) => {
        if (answer.status >= 500) throw new Error(answer.status);
        return answer.ok && !answer.redirected ? answer.text() : "";
      })
      .then((text) => asked === this.asked && this.put(new DOMParser().parseFromString(text, "text/html")))
      .catch(() => this.renew(AGAIN_MS));
  }

  put(page) {
    this.root.querySelectorAll("[data-part]").forEach((old) => {
      const part = page.getElementById(old.id);
      if (!part || old.isEqualNode(part) || isBegun(old)) return;
      const fresh = document.importNode(part, true);
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(fresh);
      if (hadFocus) fresh.focus({ preventScroll: true });
    });
  }
}
