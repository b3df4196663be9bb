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
