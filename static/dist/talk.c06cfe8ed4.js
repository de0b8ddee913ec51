import { dashed, newId } from "./live.35a94a551b.js";

const SAVING = 1000;
const UNSAVED = 5000;

export function unseen(messages, seen) {
  return messages.filter((it) => !it.isOwn && it.seq > seen).length;
}

export function messagesIn(root) {
  return Array.from(root.querySelectorAll("[data-message]"), (it) => ({
    seq: Number(it.dataset.message),
    isOwn: "own" in it.dataset,
    by: it.querySelector(".ef-talk__name").textContent.trim(),
    text: it.querySelector(".ef-talk__text") ? it.querySelector(".ef-talk__text").textContent.trim() : "",
  }));
}

export function carryText(old, fresh) {
  const [before, after] = [old, fresh].map((it) => it.querySelector("textarea"));
  if (!before || !after || !before.value) return;
  after.value = before.value;
  const [form, unsent] = [old.querySelector("#schreiben"), fresh.querySelector("[data-unsent]")];
  if (!form || !unsent) return;
  unsent.hidden = false;
  form.dispatchEvent(new Event("stored"));
  form.addEventListener("stored", () => (unsent.hidden = true));
}

export function writeIn(room, line, { isUsable, isConnected, stored }) {
  let isSending = false;
  let isPlain = false;

  const tell = (form, sentence, isSaved) => {
    const shown = form.querySelector("[role=status].ef-saved");
    shown.querySelector("span").textContent = sentence;
    shown.classList.toggle("ef-saved--empty", !sentence || !isSaved);
    shown.classList.toggle("ef-saved--pending", !isSaved);
  };
  const post = (form) =>
    fetch(form.getAttribute("action"), { method: "POST", body: new FormData(form) }).then((answer) => ({
      ok: answer.redirected && answer.ok,
    }));
  const settle = (form, ack, words) => {
    const { text, idempotency_key: key } = form.elements;
    isSending = false;
    text.readOnly = false;
    if (!ack.ok && (!ack.message || ack.code === "not_signed_in")) {
      isPlain = true;
      form.querySelector("button").click();
      return;
    }
    tell(form, ack.ok ? words.saved : ack.message, ack.ok);
    if (!ack.ok) return;
    text.value = "";
    key.value = newId();
    text.dispatchEvent(new Event("input", { bubbles: true }));
    form.dispatchEvent(new Event("stored"));
    stored();
  };
  const clear = () => {
    const form = document.getElementById("schreiben");
    if (form && !isSending) tell(form, "", true);
  };
  document.addEventListener("input", (event) => {
    if (event.target.form && event.target.form.id === "schreiben" && event.isTrusted) clear();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id !== "schreiben" || isPlain || !isUsable()) return;
    event.preventDefault();
    if (isSending) return;
    const words = form.closest("[data-unsaved]").dataset;
    const { text, idempotency_key: key } = form.elements;
    isSending = true;
    text.readOnly = true;
    const waits = [
      setTimeout(() => isConnected() && tell(form, words.saving, false), SAVING),
      setTimeout(() => tell(form, words.unsaved, false), isConnected() ? UNSAVED : 0),
    ];
    line.send("say", { room, id: dashed(key.value), text: text.value }, { twin: () => post(form) }).then((ack) => {
      waits.forEach(clearTimeout);
      settle(form, ack, words);
    });
  });
  return clear;
}
