// Sends a kept form. The request key makes a form that left twice count once: the server knows it.

import { drop, kept } from "./store.js";

// Resolves to the response; throws when there is no network. Two tabs, or a tab and the service worker, do not send at once.
export async function send(key) {
  const locks = typeof navigator === "undefined" ? null : navigator.locks;
  return locks ? locks.request(`mitoyen-send-${key}`, () => sendNow(key)) : sendNow(key);
}

async function sendNow(key) {
  const form = await kept(key);
  if (!form || form.state !== "waiting") return null;
  const body = new FormData();
  for (const [name, value, file] of form.fields) {
    if (value instanceof Blob) body.append(name, value, file || "photo.jpg");
    else body.append(name, value);
  }
  const headers = form.requestKey ? { "X-Request-Key": form.requestKey } : {};
  const response = await fetch(form.action, { method: "POST", body, headers, credentials: "same-origin" });
  if (response.ok && response.redirected && !signedOut(response)) await drop(key);
  return response;
}

// A lost session answers with the sign-in page, or with a refusal of the form's token.
export function signedOut(response) {
  return response.status === 403 || (response.redirected && /\/(connexion|login)\b/.test(new URL(response.url).pathname));
}
