// The list and the map show each other: what is pointed at in one is lit in the other. The list alone says everything.

import { behaviour } from "./behaviour.js";

const same = (number) => document.querySelectorAll(`[data-mitoyen-pin="${CSS.escape(number)}"]`);

behaviour("[data-mitoyen-pin]", (element) => {
  const number = element.dataset.mitoyenPin;
  const light = (lit) => same(number).forEach((each) => each !== element && each.toggleAttribute("data-mitoyen-lit", lit));
  element.addEventListener("pointerenter", () => light(true));
  element.addEventListener("pointerleave", () => light(false));
  element.addEventListener("focusin", () => light(true));
  element.addEventListener("focusout", () => light(false));
  if (element instanceof SVGElement) {
    element.addEventListener("click", () => [...same(number)].find((each) => each instanceof HTMLElement)?.querySelector("a")?.focus());
  }
});

// Touching the map searches around the point: it is written in a field of the search, which can be filled by hand as well.
behaviour("[data-mitoyen-around]", (map) => {
  const field = document.getElementById(map.dataset.mitoyenAround);
  if (!field?.form) return;
  const { west, north, across, down } = map.dataset;
  map.closest("figure")?.querySelector("[data-mitoyen-around-says]")?.removeAttribute("hidden");
  map.addEventListener("click", (event) => {
    if (event.target.closest("[data-mitoyen-pin]")) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    field.value = `${(Number(north) - at.y * Number(down)).toFixed(4)}, ${(Number(west) + at.x * Number(across)).toFixed(4)}`;
    field.form.requestSubmit();
  });
});
