"use strict";
/* What was typed is kept when a page of a case is left by its own ways: forms marked `data-kept` are sent first, the memo before the others,
   and every form learns the version that a saving made. Other ways out (closing the tab) are asked about. Without this, each form has its button. */
const changed = new Set(); /* forms in which something was typed and not sent yet */
const NO_WAY = "保存できません。つながりとサインインを確かめてください（サインインは、別のタブでできます）。打ったものは、この画面に残っています。";
let flying = 0, sent = "", going = false;
function versionsFrom(page) {
  const found = /name="version" value="(\d+)"/.exec(page);
  if (found) for (const one of document.querySelectorAll("main input[name=version]")) one.value = found[1];
}
async function keptForm(form) { /* what is wrong, in words; "" is well, "refused" where the page of the form says it */
  const typed = new FormData(form);
  for (const [name, value] of new URLSearchParams(form.dataset.kept)) typed.set(name, value);
  try {
    const answer = await fetch(form.dataset.to || form.action, { method: "POST", body: typed, headers: { "HX-Request": "true" } });
    if (!answer.ok) return answer.status === 401 ? NO_WAY : form.dataset.to ? answer.text() : "refused";
    versionsFrom(await answer.text());
  } catch { return NO_WAY; }
  changed.delete(form);
  return "";
}
function waiting(but) {
  return [...document.querySelectorAll("form[data-kept]")].filter(form => form !== but && changed.has(form));
}
async function keptAll(go, but) {
  while (flying) await new Promise(done => setTimeout(done, 30));
  for (const form of waiting(but)) {
    const trouble = await keptForm(form);
    if (trouble === "refused") { changed.delete(form); return () => form.requestSubmit(); } /* the page says why */
    if (trouble) return () => tell(trouble);
  }
  return go;
}
function first(go, but) { /* whether something has to be sent before one may go */
  if (going) return true; /* a key pressed twice is one way */
  if (!flying && !waiting(but).length) return false;
  going = true;
  keptAll(go, but).then(next => { going = false; next(); });
  return true;
}
function tell(text) {
  const place = document.getElementById("memo-trouble") || document.getElementById("not-kept");
  if (place) { place.textContent = text; place.hidden = !text; place.scrollIntoView({ block: "nearest" }); }
}
addEventListener("input", event => {
  const form = event.target.form;
  if (form && form.method === "post" && document.querySelector("nav.tabs")) changed.add(form);
});
addEventListener("click", event => {
  const way = event.target.closest("a[href]");
  if (!way || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || way.target || way.hasAttribute("download")
    || way.getAttribute("href").startsWith("#")) return;
  if (first(() => location.assign(way.href))) event.preventDefault();
});
addEventListener("submit", event => {
  if (first(() => event.target.requestSubmit(event.submitter), event.target)) event.preventDefault();
  else changed.delete(event.target);
});
addEventListener("htmx:beforeRequest", event => { flying += 1; sent = event.target.value; });
addEventListener("htmx:afterRequest", event => {
  flying -= 1;
  if (!event.detail.successful) return;
  versionsFrom(event.detail.xhr.responseText);
  if (event.target.value === sent) changed.delete(event.target.form);
});
addEventListener("beforeunload", event => { if (changed.size) event.preventDefault(); });
