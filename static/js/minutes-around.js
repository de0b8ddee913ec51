/* What stands around a text: it ends with its page, and changes while nobody writes there. */
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
  }

  /* Loads them anew as the server writes them now. */
  renew(wait) {
    if (!this.root.querySelector("[data-part]")) return;
    this.due = this.due || setTimeout(() => {
      this.due = 0;
      fetch(this.address, { credentials: "same-origin" })
        .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
        .then((text) => this.put(new DOMParser().parseFromString(text, "text/html")))
        .catch(() => {});
    }, wait);
  }

  put(page) {
    this.root.querySelectorAll("[data-part]").forEach((old) => {
      const part = page.getElementById(old.id);
      if (!part || isBegun(old)) return;
      const fresh = document.importNode(part, true);
      const hadFocus = old.contains(document.activeElement);
      old.replaceWith(fresh);
      if (hadFocus) fresh.focus({ preventScroll: true });
    });
  }
}
