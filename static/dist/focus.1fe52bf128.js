export function first(root) {
  return root.querySelector("[data-focus]");
}

if (typeof document !== "undefined") {
  const target = first(document);
  if (target) target.focus();
}
