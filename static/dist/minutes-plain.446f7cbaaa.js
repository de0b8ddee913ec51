import { changed, moved } from "./typing.474d3f8165.js";

export class PlainArea {
  constructor(area, page) {
    this.area = area;
    this.page = page;
    this.isBusy = false;
    this.listeners = [];
    this.on("input", () => this.take());
    this.on("compositionstart", () => (this.isBusy = true));
    this.on("compositionend", () => {
      this.isBusy = false;
      this.take();
      page.released();
    });
    this.on("keydown", (event) => this.key(event));
    this.on("beforeinput", (event) => {
      const deed = { historyUndo: "undo", historyRedo: "redo" }[event.inputType];
      if (deed) this.turn(event, deed);
    });
    for (const name of ["blur", "focus", "keyup", "click"]) this.on(name, () => page.looked());
    if (page.shared.epoch) this.bind();
  }

  on(name, listener) {
    this.area.addEventListener(name, listener);
    this.listeners.push([name, listener]);
  }

  leave() {
    for (const [name, listener] of this.listeners) this.area.removeEventListener(name, listener);
  }

  focus() {
    this.area.focus();
  }

  get hasFocus() {
    return document.hasFocus() && document.activeElement === this.area;
  }

  get value() {
    return this.area.value;
  }

  get selection() {
    return { from: this.area.selectionStart, to: this.area.selectionEnd };
  }

  set selection({ from, to }) {
    this.area.setSelectionRange(from, to);
  }

  set isReadOnly(shut) {
    this.area.readOnly = shut;
  }

  key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "z") this.turn(event, event.shiftKey ? "redo" : "undo");
    else if (key === "y") this.turn(event, "redo");
    else if (key === "b" && !event.shiftKey) this.turn(event, "bold");
  }

  turn(event, deed) {
    event.preventDefault();
    this.page.deed(deed);
  }

  take() {
    const { shared } = this.page;
    if (!shared.epoch) return;
    const before = shared.text.toString();
    const change = changed(before, this.area.value, this.area.selectionEnd);
    if (!change) return;
    change.insert = this.page.clean(change.insert);
    if (this.page.refuses(change, before)) this.put(before, change.at);
    else {
      shared.edit([change]);
      const after = shared.text.toString();
      if (after !== this.area.value) this.put(after, change.at + change.insert.length);
      this.page.typed();
    }
  }

  retype({ at, remove, insert }) {
    const { value } = this;
    this.put(value.slice(0, at) + insert + value.slice(at + remove), at + insert.length);
    this.take();
  }

  bind() {
    const text = this.page.shared.text.toString();
    if (this.area.value === text) return;
    const { at, remove, insert } = changed(this.area.value, text);
    this.showChange(text, [{ retain: at }, { insert }, { delete: remove }]);
  }

  shown(delta, isOwn) {
    const text = this.page.shared.text.toString();
    if (this.area.value === text) return;
    this.showChange(text, delta);
    if (!isOwn) return;
    let at = 0;
    let end = 0;
    for (const { retain = 0, insert = "" } of delta) {
      at += retain + insert.length;
      if (!retain) end = at;
    }
    this.area.setSelectionRange(end, end);
  }

  showChange(text, delta) {
    const { selectionStart, selectionEnd } = this.area;
    this.put(text, moved(selectionStart, delta), moved(selectionEnd, delta));
  }

  put(text, start, end = start) {
    const { scrollTop, selectionDirection } = this.area;
    this.area.value = text;
    this.area.setSelectionRange(start, end, selectionDirection);
    this.area.scrollTop = scrollTop;
  }

  change({ changes, from, to }) {
    let by = 0;
    const steps = changes.map(({ at, remove, insert }) => {
      const step = { at: at + by, remove, insert };
      by += insert.length - remove;
      return step;
    });
    this.page.shared.edit(steps);
    this.put(this.page.shared.text.toString(), from, to);
    this.page.typed();
  }

  point() {}
}
