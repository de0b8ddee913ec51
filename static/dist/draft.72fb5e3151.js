export function sentence(words, time) {
  return words.replace("{}", time);
}

function start(box) {
  const form = document.getElementById(box.dataset.form);
  const line = box.querySelector("p");
  const text = box.querySelector("span");
  let waiting = 0;
  let wanted = 0;
  const say = (words, saved) => {
    text.textContent = words;
    line.classList.remove("ef-saved--empty");
    line.classList.toggle("ef-saved--pending", !saved);
  };
  const failed = (number) => {
    if (number !== wanted) return;
    say(box.dataset.failed, false);
    waiting = setTimeout(save, 10000);
  };
  const save = () => {
    const number = wanted;
    fetch(box.dataset.draft, { method: "POST", body: new FormData(form) })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject()))
      .then((stored) => number === wanted && say(sentence(box.dataset.saved, stored.at), true))
      .catch(() => failed(number));
  };
  const typed = () => {
    wanted += 1;
    clearTimeout(waiting);
    waiting = setTimeout(save, 2000);
  };
  form.addEventListener("input", typed);
  form.addEventListener("submit", () => clearTimeout(waiting));
  const fields = Array.from(form.querySelectorAll("input:not([type=hidden]), textarea"));
  if (fields.some((field) => field.value !== field.defaultValue)) typed();
}

if (typeof document !== "undefined") document.querySelectorAll("[data-draft]").forEach(start);
