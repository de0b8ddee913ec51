/* Moves the focus to what just happened: <div tabindex="-1" data-focus>, the first one of the page. */
export function first(root) {
  return root.querySelector("[data-focus]");
}

if (typeof document !== "undefined") {
  const target = first(document);
  if (target) target.focus();
}
