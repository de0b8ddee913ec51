/* Whoever writes keeps their field where it stands in the window, whatever comes or goes above it. */
const WRITTEN = "textarea, [contenteditable=true]";
const topOf = (field) => field.getBoundingClientRect().top;
const isSeen = (field) => {
  const { top, bottom } = field.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
};

export function steadily(change) {
  const field = document.activeElement;
  if (!field || !field.matches(WRITTEN) || !isSeen(field)) return change();
  const [root, before] = [document.documentElement, topOf(field)];
  root.style.overflowAnchor = "none"; /* some browsers would do the same once more */
  change();
  if (field.isConnected) window.scrollBy(0, topOf(field) - before);
  return requestAnimationFrame(() => requestAnimationFrame(() => (root.style.overflowAnchor = "")));
}
