// Asks the browser for a passkey and sends what it answers with the form. Without it, the six digits remain.
"use strict";
(() => {
  const button = document.querySelector("[data-passkey]");
  const told = document.getElementById("passkey-options");
  if (!button || !told) return;
  const said = document.getElementById("passkey-said");
  const form = button.form;
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  function options() {
    const wish = JSON.parse(told.textContent).publicKey;
    wish.challenge = bytes(wish.challenge);
    if (wish.user) wish.user.id = bytes(wish.user.id);
    if (wish.excludeCredentials) wish.excludeCredentials = ids(wish.excludeCredentials);
    if (wish.allowCredentials) wish.allowCredentials = ids(wish.allowCredentials);
    return { publicKey: wish };
  }

  function answer(made) {
    const from = made.response;
    const response = { clientDataJSON: text(from.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
      if (from[name]) response[name] = text(from[name]);
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
  }

  button.addEventListener("click", async () => {
    said.textContent = "パソコンの指示にしたがってください。";
    try {
      const made = await navigator.credentials[button.dataset.passkey](options());
      form.elements.passkey.value = answer(made);
      form.submit();
    } catch {
      said.textContent = "パスキーを使えませんでした。もう一度押すか、6桁の番号を使ってください。";
    }
  });
})();
