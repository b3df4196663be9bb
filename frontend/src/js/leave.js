// Signing out forgets what this device keeps; a form not yet sent is not forgotten without a word.

import { behaviour } from "./behaviour.js";
import { forget, keptForms } from "./store.js";

behaviour("form[data-mitoyen-leave]", (form) => {
  form.addEventListener("submit", async (event) => {
    if (form.dataset.mitoyenGoing) return;
    event.preventDefault();
    const kept = await keptForms().catch(() => []);
    if (kept.length && !window.confirm(form.dataset.mitoyenLeave)) return;
    await forget().catch(() => undefined);
    form.dataset.mitoyenGoing = "1";
    form.requestSubmit();
  });
});
