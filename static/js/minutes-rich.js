/* The editor of minutes for most people: CodeMirror bound to a text that others write in, too. Signs of Markdown stay
   seen, and what they mean is shown: bold words are bold. Fetched after the page stands. */
import {
  Annotation,
  Compartment,
  Decoration,
  EditorState,
  EditorView,
  Prec,
  StateEffect,
  StateField,
  ViewPlugin,
  WidgetType,
  keymap,
  standardKeymap,
} from "./codemirror.js";
import { continued } from "./markdown-marks.js";
import { changed } from "./typing.js";

const fromOutside = Annotation.define();
const pointed = StateEffect.define();
const RELEASE_MS = 100;

const LINES = [
  ["ef-editor__heading", /^#{1,6} /],
  ["ef-editor__item", /^ *([-*+]|\d{1,3}[.)]) /],
  ["ef-editor__block", /^\[\[[^\][]+\]\]\s*$/],
  ["ef-editor__quote", /^> /],
];
const BOLD = /\*\*(?=\S)[^*\n]*[^\s*]\*\*/g;
const lineMarks = new Map(LINES.map(([name]) => [name, Decoration.line({ class: name })]));
const boldMark = Decoration.mark({ class: "ef-editor__bold" });

function dressed(view) {
  const found = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      const fits = LINES.find(([, sign]) => sign.test(line.text));
      if (fits) found.push(lineMarks.get(fits[0]).range(line.from));
      for (const bold of line.text.matchAll(BOLD)) {
        found.push(boldMark.range(line.from + bold.index, line.from + bold.index + bold[0].length));
      }
      at = line.to + 1;
    }
  }
  return Decoration.set(found, true);
}

const dress = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = dressed(view);
    }
    update(update) {
      if (update.docChanged || update.viewportChanged) this.decorations = dressed(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations }
);

/* Where somebody else writes. The name is no text: nobody copies it, and screen readers are told in another place. */
class Caret extends WidgetType {
  constructor({ name, colour, typing }) {
    super();
    Object.assign(this, { name, colour, typing });
  }
  eq(other) {
    return other.name === this.name && other.colour === this.colour && other.typing === this.typing;
  }
  toDOM() {
    const mark = document.createElement("span");
    mark.className = `ef-caret ef-caret--${this.colour}${this.typing ? " ef-caret--typing" : ""}`;
    mark.dataset.name = this.name;
    mark.setAttribute("aria-hidden", "true");
    return mark;
  }
}

const NAME_PX = 150;
/* A name that may not fit between its caret and the edge stands on the other side. */
const turned = {
  key: "names",
  read: (view) => {
    const { right } = view.contentDOM.getBoundingClientRect();
    const isFar = (mark) => mark.getBoundingClientRect().left + NAME_PX > right;
    return Array.from(view.contentDOM.querySelectorAll(".ef-caret"), (mark) => [mark, isFar(mark)]);
  },
  write: (found) => found.forEach(([mark, isFar]) => mark.classList.toggle("ef-caret--turned", isFar)),
};

const carets = StateField.define({
  create: () => Decoration.none,
  update(shown, transaction) {
    const told = transaction.effects.find((effect) => effect.is(pointed));
    if (!told) return shown.map(transaction.changes);
    const places = told.value.map((each) => Decoration.widget({ widget: new Caret(each), side: 1 }).range(each.at));
    return Decoration.set(places, true);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export class RichArea {
  constructor(area, page) {
    this.area = area;
    this.page = page;
    this.shut = new Compartment();
    this.box = document.createElement("div");
    this.box.className = "ef-editor";
    this.label = document.querySelector(`label[for="${area.id}"]`);
    this.label.id = `${area.id}-name`;
    this.toText = () => this.focus();
    this.label.addEventListener("click", this.toText);
    area.after(this.box);
    const text = page.shared.text.toString();
    this.view = new EditorView({
      parent: this.box,
      state: EditorState.create({ doc: text, extensions: this.extensions() }),
    });
    area.hidden = true;
    this.mirror();
  }

  extensions() {
    const deed = (name) => () => this.page.deed(name) || true;
    return [
      Prec.high(
        keymap.of([
          { key: "Mod-b", run: deed("bold") },
          { key: "Mod-z", run: deed("undo"), shift: deed("redo") },
          { key: "Mod-y", run: deed("redo") },
          { key: "Enter", run: () => this.enter() },
        ])
      ),
      keymap.of(standardKeymap),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-labelledby": this.label.id,
        "aria-describedby": this.area.getAttribute("aria-describedby") || "",
        tabindex: "0", /* a long text is scrolled with keys, too */
        spellcheck: "true",
        autocorrect: "on",
        autocapitalize: "sentences",
      }),
      this.shut.of(EditorState.readOnly.of(this.area.readOnly)),
      EditorView.clipboardInputFilter.of((text) => this.page.clean(text)),
      EditorState.changeFilter.of((transaction) => this.admits(transaction)),
      EditorView.updateListener.of((update) => this.updated(update)),
      EditorView.updateListener.of(({ view }) => view.requestMeasure(turned)),
      EditorView.domEventHandlers({
        compositionend: () => void setTimeout(() => this.page.released(), RELEASE_MS),
        blur: () => this.page.looked(),
        focus: () => this.page.looked(),
        beforeinput: (event) => this.undoneByMenu(event),
        drop: (event) => this.isFile(event.dataTransfer, event),
        paste: (event) => this.isFile(event.clipboardData, event),
      }),
      carets,
      dress,
    ];
  }

  leave() {
    this.view.destroy();
    this.box.remove();
    this.label.removeEventListener("click", this.toText);
    clearTimeout(this.mirroring);
    this.area.value = this.page.shared.text.toString();
    this.area.hidden = false;
  }

  focus() {
    this.view.focus();
  }

  get hasFocus() {
    return this.view.hasFocus;
  }

  get isBusy() {
    return this.view.compositionStarted;
  }

  get value() {
    return this.view.state.doc.toString();
  }

  get selection() {
    const { from, to } = this.view.state.selection.main;
    return { from, to };
  }

  set selection({ from, to }) {
    this.view.dispatch({ selection: { anchor: from, head: to } });
  }

  set isReadOnly(shut) {
    this.area.readOnly = shut;
    if (this.view.state.readOnly !== shut) {
      this.view.dispatch({ effects: this.shut.reconfigure(EditorState.readOnly.of(shut)) });
    }
  }

  enter() {
    const { from, to } = this.selection;
    const next = this.view.state.readOnly ? null : continued(this.value, from, to);
    if (next) this.change(next);
    return Boolean(next);
  }

  /* Phones have undoing in a menu, and in a gesture. */
  undoneByMenu(event) {
    const deed = { historyUndo: "undo", historyRedo: "redo" }[event.inputType];
    if (!deed) return false;
    event.preventDefault();
    this.page.deed(deed);
    return true;
  }

  /* A file is no text, whatever letters are in it. */
  isFile(data, event) {
    if (!data || !data.files.length || data.types.includes("text/plain")) return false;
    event.preventDefault();
    return true;
  }

  /* What was typed is in the text already. */
  take() {}

  admits(transaction) {
    if (!transaction.docChanged || transaction.annotation(fromOutside)) return true;
    const before = transaction.startState.doc.toString();
    const change = changed(before, transaction.newDoc.toString());
    return !change || !this.page.refuses(change, before);
  }

  updated(update) {
    const isOwn = !update.transactions.some((each) => each.annotation(fromOutside));
    if (update.docChanged) this.mirror();
    if (update.docChanged && isOwn) {
      let by = 0;
      const steps = [];
      update.changes.iterChanges((from, to, _first, _last, inserted) => {
        const insert = inserted.sliceString(0, inserted.length, "\n");
        steps.push({ at: from + by, remove: to - from, insert });
        by += insert.length - (to - from);
      });
      this.page.shared.edit(steps);
      this.page.typed();
    } else if (update.selectionSet) this.page.looked();
  }

  /* The field of the form holds the text, too: it counts the characters that are left. */
  mirror() {
    clearTimeout(this.mirroring);
    this.mirroring = setTimeout(() => {
      this.area.value = this.value;
      this.area.dispatchEvent(new Event("input"));
    }, 300);
  }

  bind() {
    const change = changed(this.value, this.page.shared.text.toString());
    if (change) this.apply([{ from: change.at, to: change.at + change.remove, insert: change.insert }]);
  }

  shown(delta, isOwn) {
    let at = 0;
    let end = 0;
    let after = 0;
    const changes = [];
    for (const { retain = 0, insert = "", delete: gone = 0 } of delta) {
      if (insert || gone) {
        changes.push({ from: at, to: at + gone, insert });
        end = after + insert.length;
      }
      at += retain + gone;
      after += retain + insert.length;
    }
    this.apply(changes, isOwn ? { selection: { anchor: end }, scrollIntoView: true } : {});
  }

  apply(changes, more = {}) {
    this.view.dispatch({ changes, annotations: fromOutside.of(true), ...more });
  }

  change({ changes, from, to }) {
    this.view.dispatch({
      changes: changes.map(({ at, remove, insert }) => ({ from: at, to: at + remove, insert })),
      selection: { anchor: from, head: to },
      scrollIntoView: true,
      userEvent: "input",
    });
    this.view.focus();
  }

  point(others) {
    const most = this.view.state.doc.length;
    this.view.dispatch({ effects: pointed.of(others.map((each) => ({ ...each, at: Math.min(each.at, most) }))) });
  }
}
