/* The line to the server, for pages on which others act at the same time:
     const line = openLine();
     line.watch((state) => …);                          what to say of the connection: `inWords(state, words)`
     line.join("thread:…", { after, hear, lost });       facts of a room behind the number `after`, each once, in order
     line.send("say", { id: newId(), … }, { twin })      again and again until it is acknowledged
     line.on("update", …), line.ask("sync", …)           what has no numbers, such as a shared text
   What is heard is a hint, the database is the truth: what is missing between two numbers is asked for by HTTP. */
const GAP = 200;
const AGAIN = 2000;
const ACKNOWLEDGED = 5000;
const HEAD = 30000;
const SOON = 3;
const PATIENCE = 2500;
const TRIES = 6;

/* `why` says more than the name of the state, where there are words for it. */
export function inWords(state, words) {
  const clock = { hour: "2-digit", minute: "2-digit" };
  return (words[state.why] || words[state.name]).replace("{}", new Date(state.since).toLocaleTimeString("de-DE", clock));
}

/* A random UUID; `crypto` makes none itself in browsers of 2020. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return dashed(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}

/* A key of a form in the spelling of the line, so that both ways of sending are one request. */
export function dashed(key) {
  return key.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/* All places are taken, so often in a row: when to try again, never before the server said; not for ever. */
export function afterRefusal(times, seconds, chance = Math.random()) {
  return times < TRIES ? { why: "full", wait: seconds * 1000 * (1 + chance / 2) } : { why: "refused" };
}

/* Puts the facts of a room into their order: each once, none before the one with the number below. */
export class Room {
  constructor(name, after, hear) {
    this.name = name;
    this.seq = after;
    this.hear = hear;
    this.early = new Map();
  }
  take(facts) {
    facts.forEach((fact) => fact.seq > this.seq && this.early.set(fact.seq, fact));
    for (let next; (next = this.early.get(this.seq + 1)); ) {
      this.early.delete(next.seq);
      this.seq = next.seq;
      this.hear(next);
    }
  }
  get hasGap() {
    return this.early.size > 0;
  }
}

export function openLine() {
  const rooms = new Map();
  const waiting = [];
  const watchers = [];
  const listeners = [];
  let socket = null;
  let sending = false;
  let refusals = 0;
  let rest = 0;
  let state = { name: "connecting", since: Date.now() };

  const isConnected = () => state.name === "connected";
  const isOver = () => state.name === "over";
  const become = (name, { reason, why } = {}) => {
    if (isOver() || (state.name === name && state.why === why)) return;
    state = { name, reason, why, since: Date.now() };
    watchers.slice().forEach((tell) => tell(state));
  };

  /* One attempt; a promise of the acknowledgement, broken where none comes in time. */
  const ask = (name, data) =>
    isConnected() ? socket.timeout(ACKNOWLEDGED).emitWithAck(name, data) : Promise.reject(new Error("no line"));

  const lose = (room, ack) => {
    if (rooms.delete(room.name)) room.lost(ack);
  };
  const fetchMissed = (room) => {
    if (room.asking || !rooms.has(room.name)) return;
    room.asking = true;
    fetch("/api/v1/rooms/" + encodeURIComponent(room.name) + "/events?after=" + room.seq)
      .then((answer) => (answer.ok || answer.status === 404 ? answer.json() : Promise.reject(answer.status)))
      .then((told) => {
        room.asking = false;
        if (!told.missed) return lose(room, told);
        room.take(told.missed);
        if (told.more) fetchMissed(room);
        else closeGap(room, AGAIN);
      })
      .catch(() => {
        room.asking = false;
        closeGap(room, AGAIN);
      });
  };
  const closeGap = (room, wait) => {
    if (room.hasGap) setTimeout(() => room.hasGap && fetchMissed(room), wait);
  };
  const enter = (room) =>
    ask("join", { room: room.name, after: room.seq }).then(
      (ack) => {
        if (ack.code === "too_fast") setTimeout(() => enter(room), ack.retry_in * 1000);
        else if (!ack.ok && ack.code !== "internal") lose(room, ack);
        else if (ack.ok) {
          room.take(ack.missed);
          if (ack.more) fetchMissed(room);
        }
      },
      () => {} // the next look, or the next connection
    );
  const look = () => {
    if (isOver()) return;
    rooms.forEach(isConnected() ? enter : fetchMissed);
  };

  const pump = () => {
    const word = waiting[0];
    if (sending || !word) return;
    if (isOver()) {
      waiting.shift().acknowledge({ ok: false, code: "not_signed_in", message: "" });
      return pump();
    }
    const isLate = Date.now() - word.since >= ACKNOWLEDGED;
    sending = true;
    (!isConnected() && word.twin && isLate ? word.twin() : ask(word.name, word.data)).then(
      (ack) => {
        sending = false;
        if (ack.code === "too_fast" && ack.retry_in <= SOON) return setTimeout(pump, ack.retry_in * 1000);
        waiting.shift().acknowledge(ack);
        return pump();
      },
      () => {
        sending = false;
        setTimeout(pump, AGAIN);
      }
    );
  };

  const fate = (word) => {
    if (word.room) {
      const room = rooms.get(word.room);
      if (room) lose(room, { code: word.reason });
    } else if (word.reason === "resync") look();
    else if (word.reason === "signed_out") {
      become("over", { reason: word.reason });
      socket.disconnect();
      pump();
    } else if (word.retry_in) socket.io.reconnectionDelay(word.retry_in * 1000);
  };
  /* Both answer how to hear it no more. */
  const on = (name, listener) => {
    const heard = [name, listener];
    listeners.push(heard);
    if (socket) socket.on(name, listener);
    return () => {
      listeners.splice(listeners.indexOf(heard), 1);
      if (socket) socket.off(name, listener);
    };
  };
  const watch = (watcher) => {
    watchers.push(watcher);
    watcher(state);
    return () => watchers.splice(watchers.indexOf(watcher), 1);
  };
  on("connect", () => {
    socket.io.reconnectionDelay(1000);
    refusals = 0;
    become("connected");
    look();
    pump();
  });
  /* The first attempts may fail for a moment before anybody is told. */
  const miss = (why) => (why || state.name !== "connecting") && become("lost", { why });
  on("disconnect", () => miss());
  /* A line that closes before it is open is for the client no error: it would wait for it 20 s. */
  const attend = () => {
    const { engine } = socket.io;
    engine.once("close", () => engine.emit("error", new Error("closed")));
  };
  const again = () => {
    rest = 0;
    if (isOver()) return;
    socket.connect();
    attend();
  };
  on("connect_error", ({ data }) => {
    const seconds = data && data.retry_in;
    const next = seconds ? afterRefusal(++refusals, seconds) : { wait: HEAD * (0.5 + Math.random()) };
    miss(next.why);
    const timer = !socket.active && next.wait && setTimeout(again, next.wait);
    if (seconds) rest = timer;
  });
  on("bye", fate);
  on("event", (fact) => {
    const room = rooms.get(fact.room);
    if (!room) return;
    room.take([fact]);
    closeGap(room, GAP);
  });

  const dial = () =>
    import("./socket.io.js").then(
      ({ io }) => {
        socket = io("/live", {
          path: "/socket.io/",
          transports: ["websocket", "polling"],
          tryAllTransports: true,
          randomizationFactor: 0.5,
          reconnectionDelayMax: 15000,
        });
        listeners.forEach(([name, listener]) => socket.on(name, listener));
        socket.io.on("reconnect_attempt", () => Promise.resolve().then(attend));
        attend();
        setTimeout(() => state.name === "connecting" && become("lost"), PATIENCE);
      },
      () => {
        become("lost");
        setTimeout(dial, HEAD);
      }
    );
  /* Back from sleep or from a tunnel: nobody waits for the next attempt, but where the server said how long. */
  const wake = () => {
    if (document.visibilityState === "hidden" || isOver()) return;
    if (socket && !socket.connected && !rest) {
      refusals = 0;
      socket.disconnect().connect();
      attend();
    }
    look();
  };
  setInterval(look, HEAD);
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  if (document.readyState === "complete") dial();
  else window.addEventListener("load", dial);

  return {
    ask,
    on,
    watch,
    join(name, { after, hear, lost }) {
      const room = new Room(name, after, hear);
      room.lost = lost;
      rooms.set(name, room);
      if (isConnected()) enter(room);
      return () => rooms.delete(name) && ask("leave", { room: name }).catch(() => {});
    },
    send(name, data, { twin } = {}) {
      return new Promise((acknowledge) => {
        waiting.push({ name, data, twin, acknowledge, since: Date.now() });
        pump();
      });
    },
  };
}
