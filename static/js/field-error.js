/* What is refused of a form that stays on the page stands at its field, as the server writes it: said with the field, and
   gone with the next change there. */
export function refuseAt(form, name, message) {
  const inputs = Array.from(form.querySelectorAll(`input[name=${name}], textarea[name=${name}]`));
  const box = inputs[0].closest("fieldset, .kern-form-input");
  const described = box.matches("fieldset") ? box : inputs[0];
  const before = described.getAttribute("aria-describedby") || "";
  const error = document.createElement("p");
  error.className = "kern-error";
  error.id = `${name}-abgelehnt`;
  error.append(Object.assign(document.createElement("span"), { className: "kern-body", textContent: message }));
  const show = (isWrong) => {
    box.classList.toggle(box.matches("fieldset") ? "kern-fieldset--error" : "kern-form-input--error", isWrong);
    inputs.forEach((it) => (isWrong ? it.setAttribute("aria-invalid", "true") : it.removeAttribute("aria-invalid")));
    described.setAttribute("aria-describedby", isWrong ? `${before} ${error.id}`.trim() : before);
    if (!isWrong && !before) described.removeAttribute("aria-describedby");
  };
  if (!document.getElementById(error.id)) {
    box.append(error);
    show(true);
    const mend = () => {
      error.remove();
      show(false);
      box.removeEventListener("input", mend);
    };
    box.addEventListener("input", mend);
  }
  inputs[0].focus();
}
