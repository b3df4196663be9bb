// A day is typed: 16/3 becomes 16/03/2027; the arrows go to the next or the previous one. The server reads them all.

import { behaviour } from "./behaviour.js";

const SHORT = /^\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?\s*$/;

export function readDay(text, near = new Date()) {
  const found = SHORT.exec(text);
  if (!found) return null;
  const [day, month] = [Number(found[1]), Number(found[2])];
  const written = found[3] && Number(found[3].length === 2 ? `20${found[3]}` : found[3]);
  const years = written ? [written] : [near.getFullYear() - 1, near.getFullYear(), near.getFullYear() + 1];
  const days = years
    .map((year) => new Date(year, month - 1, day))
    .filter((date) => date.getMonth() === month - 1 && date.getDate() === day);
  days.sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
  return days[0] ?? null;
}

export function writeDay(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}

function put(input, date) {
  input.value = writeDay(date);
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

behaviour("[data-mitoyen-day]", (input) => {
  input.addEventListener("blur", () => {
    const day = readDay(input.value);
    if (day && input.value !== writeDay(day)) put(input, day);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const day = step && readDay(input.value);
    if (!day) return;
    event.preventDefault();
    day.setDate(day.getDate() + step);
    put(input, day);
  });
  // The last day of a period is never before its first: data-mitoyen-after holds the id of the first.
  const first = document.getElementById(input.dataset.mitoyenAfter);
  first?.addEventListener("change", () => {
    const [start, end] = [readDay(first.value), readDay(input.value)];
    if (start && (!end || end < start)) put(input, start);
  });
});
