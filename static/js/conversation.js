/* A conversation while others write: <div data-live="ROOM" data-after data-page …words> beside <div data-comments>.
   Others' comments are counted and shown when the reader asks for them; nothing moves and no focus goes before.
   One's own comment is sent through the line and stays in its form until it is acknowledged. */
import { dashed, inWords, newId, openLine } from "./live.js";

const QUIET = 5000;

export function counted(words, number) {
  return number === 1 ? words.one : words.many.replace("{}", number);
}

function start(row) {
  const section = row.closest("section");
  const words = row.dataset;
  const [shown, spoken, news] = row.children;
  const title = document.getElementById(section.getAttribute("aria-labelledby"));
  const form = section.querySelector("form[data-says]");
  const line = openLine();
  const fresh = new Map();
  let isChanged = false;
  let isSending = false;
  let isOwnComing = false;
  let state = {};
  let saidAt = 0;
  let later = 0;

  const place = (id) => document.getElementById("beitrag-" + id);

  /* The one quiet line: a sentence and what can be done about it. */
  const say = (sentence, deed, { href = words.page + "#gespraech", act = null } = {}) => {
    const text = news.querySelector("span");
    const link = news.querySelector("a");
    if (text.textContent !== sentence) text.textContent = sentence;
    if (link.textContent !== deed) link.textContent = deed;
    link.hidden = !deed;
    link.href = href;
    link.onclick = act;
    const isNews = Boolean(sentence || deed);
    row.classList.toggle("ef-live--news", isNews);
    document.documentElement.classList.toggle("ef-has-news", isNews);
  };
  const announce = () => {
    clearTimeout(later);
    if (isSending || isOwnComing || state.name === "over") return;
    const wait = saidAt + QUIET - Date.now();
    if (wait > 0 && (fresh.size || isChanged)) {
      later = setTimeout(announce, wait);
      return;
    }
    const deed = fresh.size ? counted(words, fresh.size) : isChanged ? words.changed : "";
    if (deed !== news.querySelector("a").textContent) saidAt = Date.now();
    say("", deed, { act: words.first === "true" ? open : null });
  };
  const end = (sentence) => {
    clearTimeout(later);
    state = { name: "over" };
    say(sentence, words.reload);
  };

  const hear = (fact) => {
    const id = fact.data.comment;
    const isOnPage = Boolean(place(id));
    if (fact.kind === "comment.posted" && !isOnPage && "text" in fact.data) fresh.set(id, fact);
    else if (fact.kind === "comment.undone" || fact.kind === "comment.hidden") fresh.delete(id);
    if (fact.kind !== "comment.posted" && isOnPage) isChanged = true;
    announce();
  };

  /* The list as the server writes it now. Later pages have no newest comment: there the link leads to the first one. */
  const load = () =>
    fetch(words.page)
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((html) => {
        const page = new DOMParser().parseFromString(html, "text/html");
        const there = page.querySelector("[data-live]");
        const list = document.importNode(page.querySelector("[data-comments]"), true);
        section.querySelector("[data-comments]").replaceWith(list);
        title.textContent = page.getElementById(title.id).textContent;
        if (words.newest !== "true") history.replaceState(null, "", words.page);
        isChanged = false;
        const found = Array.from(fresh.values()).filter((fact) => fact.seq <= Number(there.dataset.after));
        found.forEach((fact) => fresh.delete(fact.data.comment));
        return found.map((fact) => fact.data);
      });
  const open = (event) => {
    event.preventDefault();
    load().then(show, () => location.assign(event.target.href));
  };
  const show = (found) => {
    const here = found.filter((data) => place(data.comment));
    here.forEach((data) => mark(place(data.comment)));
    saidAt = 0;
    if (found.length && !here.length) {
      const [deeper] = found;
      say(words.deeper, words.follow, { href: deeper.url + "#beitrag-" + deeper.comment });
    } else announce();
    const first = section.querySelector(".ef-comment__by[data-fresh]") || title;
    first.tabIndex = -1;
    first.focus();
  };
  const mark = (comment) => {
    const by = comment.querySelector(".ef-comment__by");
    const word = document.createElement("span");
    word.className = "ef-comment__role";
    word.textContent = words.fresh;
    by.append(" ", word);
    by.dataset.fresh = "";
  };

  line.watch((now) => {
    const before = state.name;
    if (before === "over") return;
    state = now;
    shown.textContent = inWords(state, words);
    if (state.name === "over") end(words.signedOut);
    else if (state.name === "lost" && before !== "lost") spoken.textContent = now.why ? shown.textContent : words.cut;
    else if (state.name === "connected" && before === "lost") spoken.textContent = words.back;
  });
  line.join(words.live, { after: Number(words.after), hear, lost: () => end(words.gone) });
  if (form) speak();

  function speak() {
    const key = form.elements.idempotency_key;
    const text = form.elements.text;
    const button = form.querySelector("button");
    const told = form.querySelector("[role=status].ef-saved");
    let isPlain = false;

    const tell = (sentence, isSaved) => {
      told.querySelector("span").textContent = sentence;
      told.classList.toggle("ef-saved--empty", !sentence || !isSaved);
      told.classList.toggle("ef-saved--pending", !isSaved);
    };
    /* The form as it is sent without scripts; its key makes both ways one comment. */
    const post = () =>
      fetch(form.action, { method: "POST", body: new FormData(form) }).then((answer) => ({
        ok: answer.redirected && new URL(answer.url).pathname === form.elements.zurueck.value,
      }));
    const settle = (isStored) => {
      isSending = false;
      isOwnComing = isStored;
      text.readOnly = false;
      tell(isStored ? words.published : "", isStored);
      if (!isStored) {
        isPlain = true;
        button.click();
        return;
      }
      text.value = "";
      key.value = newId();
      text.dispatchEvent(new Event("input", { bubbles: true }));
      form.dispatchEvent(new Event("stored"));
      const shown = () => {
        isOwnComing = false;
        announce();
      };
      load().then(shown, shown);
    };
    form.addEventListener("submit", (event) => {
      const isUp = state.name === "connected" || state.name === "lost";
      if (isPlain || !isUp) return;
      event.preventDefault();
      if (isSending) return;
      isSending = true;
      text.readOnly = true;
      key.value = dashed(key.value);
      tell(state.name === "lost" ? words.unsaved : words.saving, false);
      const wait = setTimeout(() => tell(words.unsaved, false), QUIET);
      const word = { room: words.live, id: key.value, text: text.value };
      line.send("say", word, { twin: post }).then((ack) => {
        clearTimeout(wait);
        settle(ack.ok);
      });
    });
  }
}

if (typeof document !== "undefined") document.querySelectorAll("[data-live]").forEach(start);
