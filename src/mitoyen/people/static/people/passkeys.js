// Passkeys: a button asks the browser for a key, and the form carries the answer.
// <form data-mitoyen-passkey="get|create" data-options="id of a JSON script" or data-options-url="…">
// with <input type="hidden" name="credential">, a submit button, and <p data-mitoyen-passkey-says hidden>.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  const key = structuredClone(options.publicKey);
  key.challenge = toBytes(key.challenge);
  if (key.user) key.user.id = toBytes(key.user.id);
  for (const list of [key.excludeCredentials, key.allowCredentials]) {
    for (const known of list ?? []) known.id = toBytes(known.id);
  }
  return { publicKey: key };
}

function plain(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = toText(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: answer,
  };
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function ask(form) {
  const told = await optionsOf(form);
  if (form.dataset.mitoyenPasskey === "get") return navigator.credentials.get(readable(told.request_options));
  const options = readable(told.creation_options);
  const alone = form.elements.passwordless?.checked;
  options.publicKey.authenticatorSelection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: Boolean(alone),
    ...(alone ? { userVerification: "required" } : {}),
  };
  return navigator.credentials.create(options);
}

for (const form of document.querySelectorAll("form[data-mitoyen-passkey]")) {
  const says = form.querySelector("[data-mitoyen-passkey-says]");
  if (!window.PublicKeyCredential) {
    says.textContent = says.dataset.unable;
    says.hidden = false;
    continue;
  }
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    says.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(plain(await ask(form)));
      form.submit();
    } catch {
      says.textContent = says.dataset.refused;
      says.hidden = false;
    }
  });
}
