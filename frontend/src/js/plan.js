// The planning at the keyboard: arrows from one booking to the next, single keys that can be switched off
// (WCAG 2.1.4). Without script every booking is a link that Tab reaches.

import { behaviour } from "./behaviour.js";

const SWITCH = "mitoyen.keys";
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const areOn = () => localStorage.getItem(SWITCH) !== "off";
const isWriting = (target) => target.closest("input, select, textarea, [contenteditable], dialog[open]") !== null;

function nearest(slots, from, [dx, dy]) {
  const here = from.getBoundingClientRect();
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const [x, y] = middle(here);
  let best = null;
  for (const slot of slots) {
    if (slot === from) continue;
    const box = slot.getBoundingClientRect();
    const [a, b] = middle(box);
    const along = dx ? (a - x) * dx : (b - y) * dy;
    const aside = dx ? Math.abs(b - y) : Math.max(0, box.left - here.right, here.left - box.right);
    if (along < 1 || (dx && aside > here.height / 2)) continue;
    const cost = along + aside * 2;
    if (!best || cost < best.cost) best = { slot, cost };
  }
  return best?.slot;
}

behaviour("table[data-mitoyen-plan]", (table) => {
  const slots = [...table.querySelectorAll("a.slot")];
  const take = (slot) => {
    slots.forEach((each) => (each.tabIndex = each === slot ? 0 : -1));
  };
  if (slots.length) take(slots[0]);
  table.addEventListener("focusin", (event) => {
    const slot = event.target.closest("a.slot");
    if (slot) take(slot);
  });
  table.addEventListener("keydown", (event) => {
    const slot = event.target.closest("a.slot");
    const rtl = document.documentElement.dir === "rtl";
    const [dx, dy] = DIRECTIONS[event.key] ?? [0, 0];
    if (!slot || (!dx && !dy)) return;
    const next = nearest(slots, slot, [rtl ? -dx : dx, dy]);
    if (!next) return;
    event.preventDefault();
    take(next);
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
});

// A booking may be dragged to another day or to another copy of the same thing: this only opens the form that moves it,
// filled in; the form, the key D and the link in the page of the booking do as well without a mouse.
behaviour("table[data-mitoyen-plan]", (table) => {
  let dragged = null;
  let grabbed = 0; // days between the start of the booking and the day that was taken hold of
  const heads = [...table.querySelectorAll("th[data-mitoyen-day]")];
  const rankAt = (x) => heads.findIndex((head) => head.getBoundingClientRect().left <= x && x < head.getBoundingClientRect().right);
  const target = (event) => {
    const row = event.target.closest?.("tr[data-mitoyen-row]");
    return dragged && row && row.dataset.mitoyenKin === dragged.closest("tr").dataset.mitoyenKin ? row : null;
  };
  const forget = () => {
    table.querySelectorAll("[data-mitoyen-over]").forEach((row) => delete row.dataset.mitoyenOver);
  };
  for (const slot of table.querySelectorAll("a.slot[data-mitoyen-move]")) slot.draggable = true;
  table.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("a.slot[data-mitoyen-move]") ?? null;
    if (!dragged) return;
    grabbed = rankAt(event.clientX) - rankAt(dragged.getBoundingClientRect().left + 8);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.href);
  });
  table.addEventListener("dragover", (event) => {
    forget();
    const row = target(event);
    if (!row) return;
    event.preventDefault();
    row.dataset.mitoyenOver = "";
  });
  table.addEventListener("dragend", () => {
    forget();
    dragged = null;
  });
  table.addEventListener("drop", (event) => {
    const [row, day] = [target(event), heads[rankAt(event.clientX) - grabbed]];
    if (!row || !day) return;
    event.preventDefault();
    const asked = new URLSearchParams({ du: day.dataset.mitoyenDay, exemplaire: row.dataset.mitoyenRow });
    location.assign(`${dragged.dataset.mitoyenMove}?${asked}`);
  });
});

behaviour("[data-mitoyen-keyboard-switch]", (box) => {
  box.checked = areOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
});

// data-mitoyen-key="n" on a link, a button or a heading: the key follows, presses or goes to it.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !areOn() || isWriting(event.target)) return;
  const slot = event.target.closest?.("a.slot[data-mitoyen-move]");
  if (event.key.toLowerCase() === "d" && slot) {
    event.preventDefault();
    location.assign(slot.dataset.mitoyenMove);
    return;
  }
  const target = document.querySelector(`[data-mitoyen-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("a[href], button, summary")) {
    target.click();
  } else {
    target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: "start", inline: "nearest" });
  }
});
