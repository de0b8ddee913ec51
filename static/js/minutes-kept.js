/* What the server has not acknowledged, kept on the device until it has: it survives a closed tab, a crash, an empty
   battery. One record for each open page, with the edit to send and, should the server refuse it, the text to copy from.
   The copies are one person's (`forget.js`). */
import { NAME, belongsTo, remember } from "./forget.js";
import { newId } from "./live.js";

const STORE = "ungespeichert";

const opened = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });

const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

/* Where the browser keeps nothing (a private window, no room left), writing goes on without a copy. */
export class Kept {
  constructor(person, doc) {
    this.person = person;
    this.doc = doc;
    this.key = newId();
    this.version = 0;
    this.old = [];
    this.wanted = null;
    this.isWriting = false;
    this.ready = this.open();
  }

  async open() {
    try {
      await belongsTo(this.person);
      this.db = await opened();
      this.db.onversionchange = () => {
        this.db.close();
        this.db = null;
      };
    } catch (_nothing) {
      this.db = null;
    }
  }

  /* What pages that are gone have left of this text. */
  async earlier() {
    await this.ready;
    if (!this.db) return [];
    try {
      const request = this.db.transaction(STORE).objectStore(STORE).getAll();
      const found = await new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      return found.filter(({ doc, person, key }) => doc === this.doc && person === this.person && key !== this.key);
    } catch (_nothing) {
      return [];
    }
  }

  /* The next record holds these, too. */
  replaces(records) {
    this.old.push(...records);
  }

  /* `look` answers {epoch, data, text} as they are when there is time to write; no data: there is nothing to keep. */
  note(look) {
    this.wanted = look;
    if (!this.isWriting) this.write();
  }

  /* The record becomes a text to copy from; what is typed later gets another. Answers how to discard it. */
  setAside(text) {
    const { key } = this;
    this.wanted = null;
    this.put(key, { epoch: 0, data: null, text }).catch(() => {});
    this.key = newId();
    return key;
  }

  discard(key) {
    if (this.db) this.db.transaction(STORE, "readwrite").objectStore(STORE).delete(key);
  }

  async write() {
    this.isWriting = true;
    await this.ready;
    while (this.wanted) {
      const look = this.wanted;
      this.wanted = null;
      const found = look();
      try {
        if (this.db) await (found.data ? this.put(this.key, found) : this.clear());
      } catch (_full) {
        /* the page says what is not saved, and asks before it is left */
      }
    }
    this.isWriting = false;
  }

  put(key, { epoch, data, text }) {
    if (!this.db) return Promise.resolve();
    const transaction = this.db.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    remember(this.person);
    this.version += 1;
    const { person, doc, version } = this;
    store.put({ key, person, doc, version, epoch, data, text });
    this.takeOver(store);
    return done(transaction);
  }

  clear() {
    const transaction = this.db.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    store.delete(this.key);
    this.takeOver(store);
    return done(transaction);
  }

  /* Records whose content went into ours; one that its own page has written anew meanwhile stays. */
  takeOver(store) {
    for (const { key, version } of this.old.splice(0)) {
      const request = store.get(key);
      request.onsuccess = () => {
        if (request.result && request.result.version === version) store.delete(key);
      };
    }
  }
}
