/* The minutes of the called item beside the talk, in the editor of their own page, whose box is put into the room. It is
   fetched once somebody asks for it; the device remembers that they did, and fetches it by itself the next time, on a
   phone when its part is in view. Who is writing keeps their item until they go on. */
import { isInSight } from "./room-calls.js";

const REMEMBERED = "mitschrift-im-raum";
const BOX = "#mitschrift-ganz";

const remembers = () => {
  try {
    return localStorage.getItem(REMEMBERED) === "1";
  } catch (_shut) {
    return false;
  }
};
const remember = (yes) => {
  try {
    if (yes) localStorage.setItem(REMEMBERED, "1");
    else localStorage.removeItem(REMEMBERED);
  } catch (_shut) {
    /* for this page alone */
  }
};

export class RoomMinutes {
  constructor(pane, line, isShown) {
    this.pane = pane;
    this.place = pane.querySelector("#raum-editor");
    this.kept = pane.querySelector("#raum-editor-punkt");
    this.note = pane.querySelector("#raum-editor-hinweis");
    this.line = line;
    this.isShown = isShown;
    this.isWanted = remembers();
    this.address = "";
    this.page = null;
    this.shut = null;
    this.around = null;
    pane.addEventListener("click", (event) => {
      const button = event.target.closest("button[value]");
      if (!button || button.form) return;
      if (button.value === "open") this.go();
      if (button.value === "close") this.close();
    });
  }

  get called() {
    return this.pane.querySelector("#raum-mitschrift").dataset;
  }

  /* There is something here that the server does not have. */
  get isUnsaved() {
    const aside = this.place.querySelector("#mitschrift-eigenes:not([hidden])");
    return aside !== null || (this.page !== null && (this.page.shared.unsaved > 0 || this.page.isBusy));
  }

  /* Somebody is at it, or has to copy from it. */
  get isHeld() {
    return this.isUnsaved || this.place.contains(document.activeElement);
  }

  /* The called item and the one that somebody writes in instead, where nothing in sight says so. */
  get elsewhere() {
    const { address, name, kind } = this.called;
    const isElsewhere = this.page && address && address !== this.address && this.isHeld;
    if (!isElsewhere || !this.isShown() || isInSight(this.kept)) return null;
    return kind === this.kind ? [name, this.name] : [`${name} (${kind})`, `${this.name} (${this.kind})`];
  }

  /* The room has changed, or another part of it came into view. Between two items the last one stays. */
  follow() {
    const { address } = this.called;
    const isOther = address !== this.address || !this.page;
    if (address && isOther && this.isWanted && this.isShown() && !this.isHeld) this.open(address);
    this.mark();
  }

  hear(fact) {
    if (this.around) this.around.hear(fact);
  }

  /* The button beside the item has no use while its text stands below. */
  mark() {
    const isSame = this.address === this.called.address;
    this.pane.classList.toggle("ef-room__pane--writes", this.address !== "" && isSame);
    this.kept.hidden = isSame;
  }

  /* Asked for by its button: to the called item, and into its text. */
  async go() {
    if (this.keeps()) return;
    remember((this.isWanted = true));
    if (await this.open(this.called.address, () => this.keeps())) this.focus();
  }

  focus() {
    if (this.page) this.page.surface.focus();
    else this.pane.querySelector("h2").focus({ preventScroll: true });
  }

  /* What is not saved yet stays where it is. */
  keeps() {
    const { isUnsaved } = this;
    if (isUnsaved) this.say(this.note.dataset.unsaved);
    return isUnsaved;
  }

  close() {
    if (this.keeps()) return;
    remember((this.isWanted = false));
    this.leave();
    this.pane.querySelector("h2").focus({ preventScroll: true });
  }

  drop() {
    if (this.page) this.page.close();
    if (this.shut) this.shut.close();
    this.page = this.shut = this.around = null;
  }

  leave() {
    this.drop();
    this.address = "";
    this.place.textContent = "";
    this.place.parentElement.hidden = true;
    this.mark();
  }

  /* The box of the item's own page; one that cannot be had leaves what stands here, and so does what is begun meanwhile. */
  async open(address, stays = () => this.isHeld) {
    if (this.opening === address) return false;
    this.opening = address;
    const beside = `${address}?raum=1`;
    try {
      const [{ Page, Shut }, { Around }, box] = await Promise.all([
        import("./minutes.js"),
        import("./minutes-around.js"),
        this.fetched(beside),
      ]);
      if (this.opening !== address || stays()) return false;
      if (this.shut && box.querySelector("[data-kept]") && address === this.address) return true;
      this.put(address, box);
      const shut = box.querySelector("[data-kept]");
      this.around = new Around(box, beside);
      if (shut) this.shut = new Shut(shut, this.line, this.around, () => this.follow());
      else await this.write(new Page(box.querySelector("[data-minutes]"), this.line, this.around), address);
      this.say("");
      return true;
    } catch (_away) {
      this.say(this.note.dataset.away);
      return false;
    } finally {
      if (this.opening === address) this.opening = "";
    }
  }

  async fetched(address) {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return document.importNode(page.querySelector(BOX), true);
  }

  put(address, box) {
    this.drop();
    this.address = address;
    this.name = this.called.name;
    this.kind = this.called.kind;
    this.place.textContent = "";
    this.place.append(box);
    this.kept.textContent = this.kept.dataset.words.replace("{}", this.pane.querySelector(".ef-room__item").textContent);
    this.place.parentElement.hidden = false;
    this.mark();
  }

  async write(page, address) {
    page.form.action = address; /* where the line fails, it is the form of that page */
    this.page = page;
    await page.start();
  }

  /* There is no way to any text any more; one that stands here says so itself. */
  end() {
    this.isWanted = false;
    this.pane.querySelector("#raum-mitschrift").textContent = "";
    this.place.parentElement.querySelector("[value=close]").remove();
  }

  say(words) {
    if (this.note.textContent !== words) this.note.textContent = words;
  }
}
