// Drawing one's name with a finger, a pen or a mouse. The name written under it is worth the same: no pointer is needed.
// The drawing is the path of an SVG of 320 × 112, in whole units.

import { behaviour } from "./behaviour.js";

behaviour("[data-mitoyen-signature]", (place) => {
  const pad = place.querySelector("svg");
  const line = pad.querySelector(".ink-line");
  const field = place.querySelector("input[type=hidden]");
  const typed = place.querySelector(".field input");
  const signer = place.querySelector("[data-mitoyen-signer]");
  const named = document.getElementById(place.dataset.mitoyenSignature);
  let drawing = null;
  let last = null;

  const put = (path) => {
    line.setAttribute("d", path);
    field.value = path;
    place.classList.toggle("signed", path !== "");
  };
  const at = (event) => {
    const box = pad.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * 320);
    const y = Math.round(((event.clientY - box.top) / box.height) * 112);
    return [Math.max(0, Math.min(320, x)), Math.max(0, Math.min(112, y))];
  };
  pad.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    pad.setPointerCapture(event.pointerId);
    drawing = event.pointerId;
    last = at(event);
    put(`${field.value}M${last[0]} ${last[1]}`);
  });
  pad.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawing) return;
    const [x, y] = at(event);
    if (Math.hypot(x - last[0], y - last[1]) < 2) return;
    last = [x, y];
    put(`${field.value}L${x} ${y}`);
  });
  const stop = (event) => {
    if (event.pointerId !== drawing) return;
    drawing = null;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  pad.addEventListener("pointerup", stop);
  pad.addEventListener("pointercancel", stop);
  place.querySelector("[data-mitoyen-signature-clear]")?.addEventListener("click", () => {
    put("");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("mitoyen:restored", () => put(field.value));

  // Who signs is who is named above; who has written her name has signed.
  const follow = () => (signer.textContent = named.value.trim() || signer.textContent);
  const sign = () => place.classList.toggle("written", typed.value.trim() !== "");
  for (const event of ["input", "mitoyen:restored"]) {
    named?.addEventListener(event, follow);
    typed?.addEventListener(event, sign);
  }
});
