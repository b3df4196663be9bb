// A part that comes back while one corrects a form says what is still wrong there: what the page said before goes, above
// the form and beside its fields.

const forget = (control) => {
  control.removeAttribute("aria-invalid");
  const error = document.getElementById(`${control.id}-error`);
  if (!error) return;
  const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== error.id);
  control.toggleAttribute("aria-describedby", others.length > 0);
  if (others.length) control.setAttribute("aria-describedby", others.join(" "));
  error.parentElement.classList.remove("bad");
  error.remove();
};

document.addEventListener("htmx:afterSwap", (event) => {
  const form = event.detail.requestConfig?.elt.closest("form");
  if (!form) return;
  form.querySelectorAll("[data-mitoyen-wrongs][data-mitoyen-focus]").forEach((notice) => notice.remove());
  form.querySelectorAll("[aria-invalid=true]").forEach(forget);
  for (const link of form.querySelectorAll("[data-mitoyen-wrongs] a[href^='#']")) {
    document.querySelector(link.hash)?.setAttribute("aria-invalid", "true");
  }
});
