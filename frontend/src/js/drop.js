// Files chosen or dropped are listed under their control, with their weight.

import { behaviour } from "./behaviour.js";

export function weight(octets, language = document.documentElement.lang) {
  const english = language.startsWith("en");
  const said = (number, digits) => number.toLocaleString(english ? "en" : "fr", { maximumFractionDigits: digits });
  if (octets >= 1e6) return `${said(octets / 1e6, 1)}\u00a0${english ? "MB" : "Mo"}`;
  return `${said(Math.max(1, octets / 1e3), 0)}\u00a0${english ? "kB" : "ko"}`;
}

behaviour("[data-mitoyen-drop]", (field) => {
  const input = field.querySelector("input[type=file]");
  const zone = field.querySelector(".drop");
  const list = field.querySelector("[data-mitoyen-drop-list]");
  if (!input || !list) return;
  const show = () => {
    list.querySelectorAll("[data-mitoyen-chosen]").forEach((line) => line.remove());
    for (const file of input.files) {
      const [line, name, size] = ["li", "span", "span"].map((tag) => document.createElement(tag));
      line.dataset.mitoyenChosen = "";
      [name.textContent, size.textContent, size.className] = [file.name, weight(file.size), "note"];
      line.append(name, size);
      list.append(line);
    }
  };
  input.addEventListener("change", show);
  input.addEventListener("mitoyen:restored", show);
  for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    zone?.addEventListener(name, () => zone.classList.toggle("over", over));
  }
  show();
});
