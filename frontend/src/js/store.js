// What a form holds, photos included, kept on this device until it is received. Nothing else is kept.

const NAME = "mitoyen";
const FORMS = "forms";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(FORMS, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(mode, act) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(FORMS, mode);
      const request = act(transaction.objectStore(FORMS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
    });
  } finally {
    base.close();
  }
}

// A kept form: { key, action, page, requestKey, fields: [[name, text | Blob, file name?]], savedAt, state }
// where state is "draft" (being filled in) or "waiting" (to be sent).
export const keep = (form) => within("readwrite", (forms) => forms.put(form));
export const kept = (key) => within("readonly", (forms) => forms.get(key));
export const drop = (key) => within("readwrite", (forms) => forms.delete(key));
export const keptForms = () => within("readonly", (forms) => forms.getAll());

export async function forget() {
  if (typeof indexedDB !== "undefined") await within("readwrite", (forms) => forms.clear());
  if (typeof caches !== "undefined") await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}
