// A dialog written in the page is lifted above it; the browser itself keeps the focus inside and answers Escape.

import { behaviour } from "./behaviour.js";

behaviour("[data-mitoyen-opens]", (button) => {
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", () => document.getElementById(button.dataset.mitoyenOpens)?.showModal());
});

behaviour("dialog[data-mitoyen-dialog]", (dialog) => {
  dialog.querySelectorAll("[data-mitoyen-closes]").forEach((button) => button.addEventListener("click", () => dialog.close()));
  if (dialog.dataset.mitoyenDialog === "open" && !dialog.open) dialog.showModal();
});
