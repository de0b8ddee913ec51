const LOOK_MS = 30000;
const CALM_MS = 3000;
const find = (id) => document.getElementById(id);

let due = 0;
export const renew = (wait) => {
  due = due || setTimeout(() => {
    due = 0;
    fetch(location.pathname, { credentials: "same-origin" })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
      .then((text) => putParts(new DOMParser().parseFromString(text, "text/html")))
      .catch(() => {});
  }, wait);
};
const isBegun = (part) => Array.from(part.querySelectorAll("[type=text]")).some((it) => it.value !== it.defaultValue);
const putParts = (page) =>
  document.querySelectorAll("[data-part]").forEach((old) => {
    const fresh = page.getElementById(old.id);
    if (!fresh || isBegun(old)) return;
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(document.importNode(fresh, true));
    if (hadFocus) find(fresh.id).focus({ preventScroll: true });
  });

export function followShut(doc, live) {
  const allow = ({ rw }) => {
    find("mitschrift-offen").hidden = !rw;
    find("mitschrift-grund").hidden = rw;
  };
  const cid = Math.floor(Math.random() * 2 ** 32);
  let seq = null;
  const look = () =>
    live.ask("y:join", { doc, cid }).then(
      (told) => {
        if (!told.ok) return;
        allow(told);
        if (told.seq !== seq) renew(0);
        seq = told.seq;
      },
      () => {}
    );
  live.watch(({ name }) => name === "connected" && look());
  setInterval(look, LOOK_MS);
  live.on("y:update", (told) => told.doc === doc && renew(CALM_MS));
  live.on("y:state", (told) => {
    if (told.doc !== doc) return;
    allow(told);
    renew(0);
  });
}
