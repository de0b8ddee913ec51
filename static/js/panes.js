/* Parts of a page that a phone shows one at a time: <nav class="ef-room__tabs"> with links to [data-pane].
   Wide windows show all of them; without scripts the links jump. `watch` hears which part is in view. */
const NARROW = "(max-width: 61.99em)";

export function openPanes(nav, watch) {
  const links = Array.from(nav.querySelectorAll("a"));
  const paneOf = (link) => document.getElementById(link.getAttribute("href").slice(1));
  const narrow = window.matchMedia(NARROW);
  let shown = links[0];

  const isShown = (id) => !narrow.matches || paneOf(shown).id === id;
  const choose = (link) => {
    shown = link;
    links.forEach((it) => {
      if (it === link) it.setAttribute("aria-current", "true");
      else it.removeAttribute("aria-current");
      paneOf(it).classList.toggle("ef-room__pane--shown", it === link);
    });
    watch();
  };
  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    choose(link);
    const title = paneOf(link).querySelector("h2");
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
    nav.scrollIntoView();
  });
  const goal = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  const faulty = links.find((link) => paneOf(link).querySelector("[aria-invalid]"));
  document.documentElement.classList.add("ef-has-panes");
  choose(faulty || links.find((link) => paneOf(link).contains(goal)) || links[0]);
  return { isShown };
}
