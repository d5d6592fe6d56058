"use strict";
/* Keys for hands that stay on the keyboard, and what autosaving has to say. Everything here works without it too. */
addEventListener("keydown", event => {
  const memo = document.getElementById("memo");
  if (event.key === "F2") {
    const open = document.getElementById("new");
    event.preventDefault();
    const way = open || document.querySelector("a.home"); /* a press on it, so that what was typed is kept first (kept.js) */
    if (way) way.click(); else location.assign("/desk/");
  } else if (event.ctrlKey && event.key === ";" && document.activeElement === memo && memo) {
    event.preventDefault();
    const now = new Date();
    const stamp = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")} `;
    memo.setRangeText(stamp, memo.selectionStart, memo.selectionEnd, "end");
    memo.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (event.ctrlKey && event.key === "Enter") {
    const form = document.getElementById("record-form") || document.activeElement.closest("form");
    if (form) { event.preventDefault(); form.requestSubmit(); }
  } else if (event.altKey && /^[0-9-]$/.test(event.key)) {
    const tab = document.querySelector(`[data-key="${event.key}"]`);
    if (tab) { event.preventDefault(); tab.click(); }
  } else if (event.key === "Delete" && document.activeElement.classList.contains("take")) {
    event.preventDefault();
    document.activeElement.form.querySelector(".leave").click();
  }
});
for (const place of document.querySelectorAll("[data-copies] dd:not(:has(s))")) { /* what is copied by hand into another program is copied whole, line by line */
  const copy = document.createElement("button");
  copy.type = "button"; copy.className = "plain"; copy.textContent = "写す";
  copy.setAttribute("aria-label", `写す: ${place.previousElementSibling.textContent}`);
  copy.addEventListener("click", async () => { await navigator.clipboard.writeText(place.dataset.text); copy.textContent = "写しました"; });
  place.dataset.text = place.textContent;
  if (navigator.clipboard) place.append(" ", copy);
}
addEventListener("htmx:configRequest", event => {
  event.detail.parameters.set("key", ""); /* each saving is a write of its own */
});
addEventListener("htmx:responseError", event => say(event.detail.xhr.responseText));
addEventListener("signed-out", () => say("サインインが切れました。別のタブでサインインすると、この画面のまま続けられます。打ったものは、この画面に残っています。"));
addEventListener("htmx:sendError", () => say("保存できません。つながりを確かめてください。打ったものは、この画面に残っています。"));
addEventListener("htmx:afterSwap", () => say(""));
function say(text) {
  const place = document.getElementById("memo-trouble");
  if (place) { place.textContent = text; place.hidden = !text; }
}
