export const NAME = "mitschrift";
const MARK = "mitschrift-von";

export function remember(person) {
  localStorage.setItem(MARK, person);
}

export function forget() {
  return new Promise((resolve) => {
    try {
      localStorage.removeItem(MARK);
      const request = indexedDB.deleteDatabase(NAME);
      request.onsuccess = request.onerror = request.onblocked = resolve;
    } catch (_shut) {
      resolve();
    }
  });
}

export async function belongsTo(person) {
  let before = null;
  try {
    before = localStorage.getItem(MARK);
  } catch (_shut) {
    return;
  }
  if (before && before !== person) await forget();
}

const form = document.querySelector('form[action$="/abmelden"]');
if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    forget().then(() => form.submit());
  });
}
const here = document.querySelector("[data-person]");
if (here) belongsTo(here.dataset.person);
