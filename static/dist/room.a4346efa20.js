import { Announcer, Hands } from "./announcer.8d66ecd6a2.js";
import { refuseAt } from "./field-error.3de22ff52a.js";
import { dashed, inWords, openLine } from "./live.35a94a551b.js";
import { openPanes } from "./panes.6cc1f1aa0f.js";
import { Calls } from "./room-calls.ffa9ee734b.js";
import { RoomMinutes } from "./room-minutes.fb29e34081.js";
import { steadily } from "./steady.f5c3aeabeb.js";
import { carryText, messagesIn, unseen, writeIn } from "./talk.c06cfe8ed4.js";

const SOON = 150;
const PRESSED = 300;
const TWICE = 700;
const UNSAVED = 2000;
const SILENT = 20000;

export function ticked(text, seconds) {
  return text.replace(/^\d+:\d\d/, Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0"));
}

export function hasSignal(before, now, limit) {
  return [Math.ceil((limit * 4) / 5), limit].some((mark) => before < mark && now >= mark);
}

function newest(page) {
  return messagesIn(page).reduce((most, it) => Math.max(most, it.seq), 0);
}

function start(room) {
  const words = room.dataset;
  const [shown, over] = document.getElementById("raum-verbindung").children;
  const spoken = document.getElementById("raum-ansage");
  const note = document.getElementById("raum-hinweis");
  const announcer = new Announcer();
  const line = openLine();
  const fresh = document.getElementById("raum-neue");
  const reads = document.getElementById("raum-vorlesen");
  const missed = () => document.getElementById("raum-verpasst");
  const mine = () => document.getElementById("raum-ich");
  const parts = (page) => Array.from(page.querySelectorAll("[data-part]"));
  let isConnected = false;
  let wasLost = false;
  const underway = new Set();
  const stored = new Set();
  let heard = Number(words.after);
  let left = heard;
  let seen = newest(document);
  let panes = null;
  let minutes = null;
  let calls = null;
  let isPressed = false;
  let isLoading = false;
  let isStale = false;
  let isOver = false;
  let due = 0;
  let loadedAt = Date.now();
  let pressedAt = 0;
  let tickedAt = Date.now();

  const spokenOf = (it) => {
    const sentence = it.textContent.trim();
    return [it.dataset.say, it.dataset.say === "speaker" ? words.speaks.replace("{}", sentence) : sentence];
  };
  const sentences = () => new Map(Array.from(document.querySelectorAll("[data-say]"), spokenOf));
  const hands = () =>
    Array.from(room.querySelectorAll("[data-hand]"), ({ dataset: { hand: id, by: name, motion } }) => ({
      id,
      name,
      isMotion: motion !== undefined,
    }));
  const raised = new Hands(hands());
  const handWords = { hand: words.hand, hands: words.hands, motion: words.motion };
  const announce = () => {
    const sentence = announcer.next(Date.now());
    if (sentence) spoken.textContent = sentence;
  };
  const showGone = () => {
    document.querySelector("[data-say=mine]").textContent = words.gone;
    document.getElementById("raum-stimme").hidden = true;
    if (document.activeElement.matches("form button")) mine().focus({ preventScroll: true });
    room.querySelectorAll("form button").forEach((it) => it.remove());
    if (minutes) minutes.end();
    room.querySelectorAll("form textarea").forEach((it) => (it.readOnly = true));
    room.querySelectorAll("form[data-guard]").forEach((it) => it.dispatchEvent(new Event("stored")));
    announcer.add("mine", words.gone);
  };
  const end = (ack) => {
    if (isOver) return;
    if (ack && !/signed/.test(ack.code)) showGone();
    isOver = true;
    shown.textContent = "";
    over.hidden = false;
    announcer.add("connection", over.textContent.trim());
    announce();
  };

  const isLooking = () => document.visibilityState !== "hidden" && panes.isShown("gespraech");
  const count = () => {
    if (isLooking()) seen = newest(document);
    const number = unseen(messagesIn(document), seen);
    fresh.textContent = number ? fresh.dataset.new.replace("{}", number) : "";
  };
  const lookAround = () => {
    if (!panes) return;
    count();
    if (minutes) minutes.follow();
    if (calls) calls.look();
  };
  panes = openPanes(document.querySelector(".ef-room__tabs"), lookAround);
  const readNew = (before) => {
    const found = messagesIn(document).filter((it) => it.seq > before && !it.isOwn && it.text);
    if (found.length) announcer.add("talk", words.wrote.replace("{}", found[0].by) + " " + found[0].text);
  };
  const leave = () => (left = heard);
  const pointBack = () => {
    if (missed()) missed().search = "?nach=" + left;
  };

  const isInUse = (part) => part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
  const isChosen = (field) =>
    field.selectedIndex > 0 && !(field.options[field.selectedIndex] || {}).defaultSelected;
  const isChanged = (it) => it.value !== it.defaultValue || it.checked !== it.defaultChecked;
  const isBegun = (part) =>
    Array.from(part.querySelectorAll("input:not([type=hidden]), textarea")).some(isChanged) ||
    Array.from(part.querySelectorAll("select")).some(isChosen);
  const NEW = "input[type=hidden], .ef-room__clock";
  const lasting = (part) => {
    const copy = part.cloneNode(true);
    [copy, ...copy.querySelectorAll("[tabindex], details")].forEach((it) =>
      ["tabindex", "open"].forEach((name) => it.removeAttribute(name))
    );
    copy.querySelectorAll(NEW).forEach((it) => {
      it.textContent = "";
      ["value", "data-seconds"].forEach((name) => it.removeAttribute(name));
    });
    return copy;
  };
  const renew = (old, fresh) => {
    const found = Array.from(fresh.querySelectorAll(NEW));
    old.querySelectorAll(NEW).forEach((it, number) => it.replaceWith(found[number]));
  };
  const CONTROLS = "button, a, summary, input:not([type=hidden]), select, textarea";
  const nameOf = (it) => [it.form && it.form.getAttribute("action"), it.id || it.href || it.textContent].join();
  const goalIn = (part) => {
    if (part.hasAttribute("aria-label")) return part;
    const around = part.closest("[data-pane]");
    return part.querySelector("[tabindex]") || (around ? around.querySelector("[tabindex]") : mine());
  };
  const put = (old, fresh) => {
    const isOther = old.dataset.of !== fresh.dataset.of;
    const goes = (isOther && ("goes" in old.dataset || "carries" in old.dataset)) || stored.delete(old.id);
    if (old.dataset.of && !isOther && !("goes" in old.dataset)) return;
    if (!goes && (isInUse(old) || isBegun(old))) return;
    if (lasting(old).isEqualNode(lasting(fresh))) {
      renew(old, fresh);
      return;
    }
    carryText(old, fresh);
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const open = Array.from(old.querySelectorAll("details"), (it) => it.open);
    old.replaceWith(fresh);
    fresh.querySelectorAll("details").forEach((it, number) => (it.open = open[number] || it.open));
    if (!focused) return;
    const same = Array.from(fresh.querySelectorAll(CONTROLS)).find((it) => nameOf(it) === nameOf(focused));
    (same || goalIn(fresh)).focus({ preventScroll: true });
  };
  const show = (page) => {
    const before = sentences();
    const last = newest(document);
    const hadMissed = missed();
    steadily(() =>
      parts(page).forEach((fresh) => {
        const old = document.getElementById(fresh.id);
        if (old && !old.isEqualNode(fresh)) put(old, document.importNode(fresh, true));
      })
    );
    if (!hadMissed) pointBack();
    loadedAt = tickedAt = Date.now();
    const now = sentences();
    before.set("hands", announcer.waiting.get("hands") || "");
    if (words.hand) now.set("hands", raised.sentence(hands(), announcer.waiting.has("hands"), handWords));
    announcer.follow(before, now, document.querySelector(".ef-room__mine--turn") !== null);
    readNew(last);
    lookAround();
    announce();
  };

  const load = () => {
    if (isOver || isLoading) return;
    if (isPressed) {
      refresh(PRESSED);
      return;
    }
    isLoading = true;
    isStale = false;
    fetch(over.querySelector("a").href, { credentials: "same-origin" })
      .then((answer) => {
        if (answer.status === 404) end({ code: "not_found" });
        else if (answer.redirected || [401, 403].includes(answer.status)) end();
        return answer.ok && !answer.redirected ? answer.text() : Promise.reject(new Error(answer.status));
      })
      .then((text) => {
        if (isPressed) isStale = true; /* what is under the finger stays till it is let go */
        else show(new DOMParser().parseFromString(text, "text/html"));
      })
      .catch(() => (isStale = true))
      .then(() => {
        isLoading = false;
        if (isStale) refresh(isPressed ? PRESSED : 2000);
      });
  };
  const refresh = (wait) => {
    isStale = isLoading;
    clearTimeout(due);
    due = setTimeout(load, wait);
  };
  const tick = () => {
    const now = Date.now();
    document.querySelectorAll("[data-runs]").forEach((clock) => {
      const [before, after] = [tickedAt, now].map((at) => Number(clock.dataset.seconds) + Math.floor((at - loadedAt) / 1000));
      clock.textContent = ticked(clock.textContent, after);
      if (hasSignal(before, after, Number(clock.dataset.limit))) refresh(SOON);
    });
    tickedAt = now;
    announce();
  };

  const deeds = {
    speak: (values) => ({ meeting: words.room.split(":")[1], id: values.get("id"), kind: values.get("kind") }),
    vote: (values, form) => ({
      live_vote: form.dataset.vote,
      id: dashed(values.get("idempotency_key")),
      choice: values.get("choice") || "",
      reason: values.get("reason") || "",
    }),
  };
  const parcel = (form) => {
    const [to, body] = [form.getAttribute("action"), new FormData(form)];
    return () => {
      const silent = new AbortController();
      const wait = setTimeout(() => silent.abort(), SILENT);
      return fetch(to, { method: "POST", body, redirect: "manual", signal: silent.signal }).then(
        (answer) => {
          clearTimeout(wait);
          return { ok: answer.type === "opaqueredirect" };
        },
        (error) => {
          clearTimeout(wait);
          throw error;
        }
      );
    };
  };
  const settle = (form, ack) => {
    if (!ack.ok) pressedAt = 0;
    if (!ack.ok && ack.why && form.elements[ack.why]) {
      note.textContent = "";
      refuseAt(form, ack.why, ack.message);
      return;
    }
    note.textContent = ack.message || "";
    if (!ack.ok && (!ack.message || ack.code === "not_signed_in")) {
      form.submit();
      return;
    }
    const part = form.closest("[data-part]");
    if (ack.ok && part) stored.add(part.id);
    if (ack.ok && /\/zuruecknehmen$/.test(form.getAttribute("action"))) {
      clearSaved();
      note.textContent = words.taken;
    }
    refresh(0);
  };
  const post = (form) =>
    parcel(form)().then(
      (ack) => settle(form, ack),
      () => {
        pressedAt = 0; /* nothing was done: pressed again it is no second time */
        note.textContent = words.failed;
      }
    );
  const tell = (name, form) => {
    const wait = setTimeout(() => (note.textContent = words[name]), UNSAVED);
    return line.send(name, deeds[name](new FormData(form), form), { twin: parcel(form) }).then((ack) => {
      clearTimeout(wait);
      settle(form, ack);
    });
  };
  const keyOf = (form) => form.getAttribute("action") + new FormData(form).get("idempotency_key");
  const send = (event) => {
    const form = event.target;
    const name = form.dataset.vote ? "vote" : /\/melden$/.test(form.getAttribute("action")) ? "speak" : "";
    const isOurs = name || (room.contains(form) && form.method === "post" && !form.matches("#schreiben, #raum-editor form"));
    if (isOver || !isOurs) return;
    event.preventDefault();
    if (mine().contains(form)) {
      const isSecond = Date.now() - pressedAt < TWICE;
      pressedAt = Date.now();
      if (isSecond) return;
    }
    if (form.dataset.choose && !form.querySelector(":checked")) {
      refuseAt(form, "choice", form.dataset.choose);
      return;
    }
    const key = keyOf(form);
    if (underway.has(key)) return; /* pressed twice; another deed does not wait for the answer to this one */
    underway.add(key);
    (name && isConnected ? tell(name, form) : post(form)).then(() => underway.delete(key));
  };
  document.addEventListener("submit", send);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type === "radio" && event.target.form.dataset.vote) event.preventDefault();
  });
  document.addEventListener("pointerdown", () => (isPressed = true));
  document.addEventListener("keydown", (event) => event.key === " " && (isPressed = true));
  ["pointerup", "pointercancel", "keyup"].forEach((name) => document.addEventListener(name, () => (isPressed = false)));
  window.addEventListener("blur", () => (isPressed = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else {
      pointBack();
      count();
    }
  });
  count();
  reads.parentElement.hidden = false;
  reads.addEventListener("change", () => announcer.readTalk(reads.checked));
  line.watch((state) => {
    isConnected = state.name === "connected";
    if (isOver) return;
    if (state.name === "over") {
      end();
      return;
    }
    const isLost = state.name === "lost";
    shown.textContent = inWords(state, words) + (isLost ? ". " + words.stays : "");
    shown.classList.toggle("ef-live__state--lost", isLost);
    if (isLost) {
      wasLost = true;
      leave();
      announcer.add("connection", shown.textContent);
    } else if (isConnected) {
      announcer.add("connection", wasLost ? words.back : words.entered);
      pointBack();
    }
  });
  const hear = (fact) => {
    heard = fact.seq;
    if (minutes) minutes.hear(fact);
    refresh(SOON * (0.5 + Math.random()));
  };
  line.join(words.room, { after: Number(words.after), hear, lost: end });
  const pane = document.getElementById("mitschrift");
  if (pane) {
    minutes = new RoomMinutes(pane, line, () => panes.isShown("mitschrift"));
    minutes.follow();
  }
  calls = new Calls(document.getElementById("raum-ruf"), minutes);
  calls.look();
  const clearSaved = writeIn(words.room, line, {
    isUsable: () => !isOver,
    isConnected: () => isConnected,
    stored: () => refresh(0),
  });
  setInterval(tick, 1000);
}

if (typeof document !== "undefined" && document.getElementById("raum")) start(document.getElementById("raum"));
