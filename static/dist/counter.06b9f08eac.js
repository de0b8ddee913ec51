export function remaining(text, limit) {
  return limit - Array.from(text.replace(/\r?\n/g, "\n")).length;
}

export function sentence(left, words) {
  return (left < 0 ? words.over : words.left).replace("{}", String(Math.abs(left)));
}

function start(line) {
  const field = document.getElementById(line.dataset.counter);
  if (!field) return;
  let waiting = 0;
  const spoken = document.createElement("span");
  spoken.className = "ef-hidden";
  spoken.setAttribute("role", "status");
  line.after(spoken);
  const show = () => {
    const left = remaining(field.value, Number(line.dataset.limit));
    line.textContent = sentence(left, line.dataset);
    line.classList.toggle("ef-counter--over", left < 0);
    clearTimeout(waiting);
    if (left < 100) waiting = setTimeout(() => (spoken.textContent = line.textContent), 1000);
  };
  field.addEventListener("input", show);
  if (field.value) show();
}

if (typeof document !== "undefined") document.querySelectorAll("[data-counter]").forEach(start);
