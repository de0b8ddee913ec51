import { NAME, belongsTo, remember } from "./forget.2b41280b18.js";
import { newId } from "./live.35a94a551b.js";

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

  replaces(records) {
    this.old.push(...records);
  }

  note(look) {
    this.wanted = look;
    if (!this.isWriting) this.write();
  }

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

  takeOver(store) {
    for (const { key, version } of this.old.splice(0)) {
      const request = store.get(key);
      request.onsuccess = () => {
        if (request.result && request.result.version === version) store.delete(key);
      };
    }
  }
}
