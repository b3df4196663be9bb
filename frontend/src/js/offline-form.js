// A form that survives the depot without network: what is typed is kept on the device at once, photos included; sent when
// the network is back, once; shown again, with the server's words, when something must be corrected.
//
// <form data-mitoyen-offline="handover-12">, with <c-offline /> inside, and request_key among its fields.

import { announce, behaviour } from "./behaviour.js";
import { send, signedOut } from "./sending.js";
import { drop, keep, kept } from "./store.js";

const PAUSE = 400; // milliseconds after the last key
const AGAIN = 30_000; // between two attempts while the page is open
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "request_key"]);

function said(date) {
  const [hours, minutes] = [date.getHours(), String(date.getMinutes()).padStart(2, "0")];
  return document.documentElement.lang.startsWith("en") ? `${String(hours).padStart(2, "0")}:${minutes}` : `${hours}\u00a0h\u00a0${minutes}`;
}

function show(form, state, date) {
  const place = form.querySelector("[data-mitoyen-offline-state]");
  if (!place) return;
  place.querySelectorAll("[data-state]").forEach((line) => (line.hidden = line.dataset.state !== state));
  if (date) place.querySelectorAll("[data-mitoyen-offline-hour]").forEach((hour) => (hour.textContent = said(date)));
  place.dataset.mitoyenNow = state;
}

function fieldsOf(form, submitter = null) {
  const fields = [];
  for (const [name, value] of new FormData(form, submitter)) {
    if (value instanceof File) {
      if (value.size) fields.push([name, value, value.name]);
    } else {
      fields.push([name, value]);
    }
  }
  return fields;
}

async function save(form, state = "draft", submitter = null) {
  const savedAt = new Date();
  const requestKey = form.elements.namedItem("request_key")?.value ?? "";
  const page = location.pathname + location.search;
  await keep({ key: form.dataset.mitoyenOffline, action: form.action, page, requestKey, fields: fieldsOf(form, submitter), savedAt, state });
  return savedAt;
}

function restore(form, fields) {
  const values = Map.groupBy ? Map.groupBy(fields, ([name]) => name) : grouped(fields);
  for (const control of form.elements) {
    if (!control.name || NEVER_KEPT.has(control.name) || control.tagName === "FIELDSET") continue;
    const known = values.get(control.name) ?? [];
    if (control.type === "file") {
      if (known.length) refill(control, known);
    } else if (control.type === "checkbox" || control.type === "radio") {
      control.checked = known.some(([, value]) => value === control.value);
    } else if (known.length) {
      control.value = known[0][1];
      control.dispatchEvent(new CustomEvent("mitoyen:restored"));
    }
  }
}

function grouped(fields) {
  const values = new Map();
  for (const field of fields) values.set(field[0], [...(values.get(field[0]) ?? []), field]);
  return values;
}

function refill(input, known) {
  const files = new DataTransfer();
  for (const [, blob, name] of known) files.items.add(new File([blob], name, { type: blob.type }));
  input.files = files.files;
  input.dispatchEvent(new CustomEvent("mitoyen:restored"));
}

// The page itself is kept too, so that it opens again without network.
async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  const own = performance.getEntriesByType("resource").map((entry) => entry.name);
  const urls = [location.href, ...own.filter((url) => new URL(url).pathname.startsWith("/static/"))];
  active.postMessage({ kind: "keep", urls });
}

function dropPage(url) {
  navigator.serviceWorker?.controller?.postMessage({ kind: "drop", urls: [url] });
}

// What the server says of a form to correct takes the place of the form; what was typed and photographed stays in it.
async function correct(form, response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(`form[data-mitoyen-offline="${CSS.escape(form.dataset.mitoyenOffline)}"]`);
  if (!fresh) {
    refuse(page);
    return;
  }
  const files = fieldsOf(form).filter(([, value]) => value instanceof Blob);
  form.replaceWith(fresh);
  announce(fresh);
  for (const control of fresh.querySelectorAll("input[type=file]")) {
    const known = files.filter(([name]) => name === control.name);
    if (known.length) refill(control, known);
  }
  await save(fresh).catch(() => undefined);
  (fresh.querySelector("[data-mitoyen-focus], [aria-invalid=true]") ?? fresh).focus?.();
}

// Another answer (already done, no longer possible) takes the place of the page; what was typed stays on the device.
function refuse(page) {
  const [main, said] = [document.querySelector("main"), page.querySelector("main")];
  if (!main || !said) return;
  main.replaceWith(said);
  said.focus();
}

async function attempt(form) {
  const key = form.dataset.mitoyenOffline;
  show(form, "sending");
  let response;
  try {
    response = await send(key);
  } catch {
    show(form, "waiting");
    askForLater();
    return;
  }
  if (!response) return;
  if (signedOut(response)) {
    show(form, "signed-out");
    form.querySelector("[data-mitoyen-offline-again]")?.setAttribute("href", location.href);
  } else if (response.redirected && response.ok) {
    goOn(form, response.url);
  } else if (response.status >= 500) {
    show(form, "waiting");
  } else {
    await save(form).catch(() => undefined);
    await correct(form, response);
  }
}

function goOn(form, url) {
  show(form, "sent");
  dropPage(location.href);
  location.assign(url);
}

// The browser may wake the service worker when the network is back, even if this page is closed.
async function askForLater() {
  const registration = await navigator.serviceWorker?.ready;
  await registration?.sync?.register("mitoyen-send").catch(() => undefined);
}

behaviour("form[data-mitoyen-offline]", async (form) => {
  if (typeof indexedDB === "undefined") return;
  const key = form.dataset.mitoyenOffline;
  let timer;
  const note = () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form).then((date) => show(form, "kept", date)).catch(() => show(form, "full")), PAUSE);
  };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    try {
      await save(form, "waiting", event.submitter);
    } catch {
      form.submit(); // nothing can be kept here: let it go as any form
      return;
    }
    await attempt(form);
  });

  const before = await kept(key).catch(() => undefined);
  if (before && !form.querySelector("[aria-invalid=true]")) {
    restore(form, before.fields);
    show(form, "found", before.savedAt);
    if (before.state === "waiting") {
      // This page came with a new key, but what waits may have been received: it keeps its own.
      const requestKey = form.elements.namedItem("request_key");
      if (requestKey && before.requestKey) requestKey.value = before.requestKey;
      await attempt(form);
    }
  }
  const again = async () => {
    if (!form.isConnected) return;
    const waiting = await kept(key).catch(() => undefined);
    if (waiting?.state === "waiting") await attempt(form);
  };
  window.addEventListener("online", again);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.kind === "sent" && data.key === key && form.isConnected) goOn(form, data.url);
  });
  setInterval(again, AGAIN);
  keepPage().catch(() => undefined);
});
