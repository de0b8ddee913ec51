import { isInSight } from "./room-calls.ffa9ee734b.js";

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

  get isUnsaved() {
    const aside = this.place.querySelector("#mitschrift-eigenes:not([hidden])");
    return aside !== null || (this.page !== null && (this.page.shared.unsaved > 0 || this.page.isBusy));
  }

  get isHeld() {
    return this.isUnsaved || this.place.contains(document.activeElement);
  }

  get elsewhere() {
    const { address, name, kind } = this.called;
    const isElsewhere = this.page && address && address !== this.address && this.isHeld;
    if (!isElsewhere || !this.isShown() || isInSight(this.kept)) return null;
    return kind === this.kind ? [name, this.name] : [`${name} (${kind})`, `${this.name} (${this.kind})`];
  }

  follow() {
    const { address } = this.called;
    const isOther = address !== this.address || !this.page;
    if (address && isOther && this.isWanted && this.isShown() && !this.isHeld) this.open(address);
    this.mark();
  }

  hear(fact) {
    if (this.around) this.around.hear(fact);
  }

  mark() {
    const isSame = this.address === this.called.address;
    this.pane.classList.toggle("ef-room__pane--writes", this.address !== "" && isSame);
    this.kept.hidden = isSame;
  }

  async go() {
    if (this.keeps()) return;
    remember((this.isWanted = true));
    if (await this.open(this.called.address, () => this.keeps())) this.focus();
  }

  focus() {
    if (this.page) this.page.surface.focus();
    else this.pane.querySelector("h2").focus({ preventScroll: true });
  }

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

  async open(address, stays = () => this.isHeld) {
    if (this.opening === address) return false;
    this.opening = address;
    const beside = `${address}?raum=1`;
    try {
      const [{ Page, Shut }, { Around }, box] = await Promise.all([
        import("./minutes.28bfb0b8bd.js"),
        import("./minutes-around.67c2f026d1.js"),
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

  end() {
    this.isWanted = false;
    this.pane.querySelector("#raum-mitschrift").textContent = "";
    this.place.parentElement.querySelector("[value=close]").remove();
  }

  say(words) {
    if (this.note.textContent !== words) this.note.textContent = words;
  }
}
