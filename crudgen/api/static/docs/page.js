// The page: fetches the document as far as the reader may see it, and draws what the address's hash names.

import { h, prose } from "./dom.js";
import { drawOperation } from "./operation.js";
import { drawFields } from "./schema.js";
import { fetchDocument, fetchMe, forget, keep, login, session } from "./session.js";
import { drawSidebar } from "./sidebar.js";

const $ = (id) => document.getElementById(id);
const METHODS = ["get", "post", "patch", "put", "delete"];
let shown = null;

function operationsOf(tag) {
  const found = [];
  for (const [path, item] of Object.entries(shown.paths)) {
    for (const method of METHODS) {
      if (item[method] && item[method].tags.includes(tag)) found.push([path, method, item[method], item.parameters]);
    }
  }
  return found;
}

function drawTag(tag, operationId) {
  const operations = operationsOf(tag.name);
  const parts = operations.map(([path, method, operation, shared]) =>
    drawOperation(shown, path, method, operation, shared, { isOpen: operation.operationId === operationId }));
  const schema = shown.components.schemas[tag.name];
  return [
    h("h1", {}, tag["x-displayName"] || tag.name),
    tag.description ? h("p", { class: "lead" }, prose(tag.description)) : "",
    parts,
    schema ? [h("h3", {}, "Fields"), drawFields(shown, { $ref: `#/components/schemas/${tag.name}` })] : "",
  ];
}

function drawErrors(code) {
  const rows = Object.entries(shown["x-problem-codes"] || {}).map(([name, text]) =>
    h("tr", { id: name, class: name === code ? "marked" : null }, h("th", { scope: "row" }, h("code", {}, name)), h("td", {}, prose(text))));
  return [
    h("h1", {}, "Errors"),
    h("p", { class: "lead" }, "Every refusal is a problem document (RFC 9457). Programs go by ", h("code", {}, "code"), "; ", h("code", {}, "request_id"), " is what the server's log knows the request by."),
    drawFields(shown, { $ref: "#/components/schemas/Problem" }),
    h("h3", {}, "Codes"),
    h("div", { class: "scroll" }, h("table", {}, h("tbody", {}, rows))),
  ];
}

function drawStart() {
  const entities = shown.tags.filter((tag) => !["auth", "server"].includes(tag.name));
  return [
    h("h1", {}, shown.info.title),
    h("p", { class: "lead" }, prose(shown.info.description)),
    entities.length
      ? h("div", { class: "cards" }, entities.slice(0, 60).map((tag) =>
        h("a", { class: "card", href: `#/${tag.name}` }, h("b", {}, tag["x-displayName"] || tag.name), h("span", {}, tag.description || ""))))
      : h("p", { class: "notice" }, session.token ? "Your roles open no entity." : "Nothing here is public. Sign in to see what your roles open."),
  ];
}

function draw() {
  const [, name = "", operationId = ""] = location.hash.startsWith("#/") ? location.hash.split("/") : ["", "errors", location.hash.slice(1)];
  const tag = shown.tags.find((one) => one.name === name);
  const isStart = !tag && (name !== "errors" || location.hash === "");
  const parts = tag ? drawTag(tag, operationId) : isStart ? drawStart() : drawErrors(operationId);
  $("main").replaceChildren(...parts.flat(Infinity).filter(Boolean));
  const heading = $("main").querySelector("h1").textContent;
  document.title = isStart ? `${shown.info.title}: API` : `${heading}: ${shown.info.title} API`;
  drawContents(tag ? tag.name : isStart ? "" : "errors");
  closeMenu();
  const target = operationId && $(operationId);
  if (target) target.scrollIntoView({ block: "center" });
  else scrollTo(0, 0);
}

function drawContents(current) {
  drawSidebar($("contents"), shown, { find: $("find").value, current });
}

function closeMenu() {
  document.body.classList.remove("open");
  $("menu").setAttribute("aria-expanded", "false");
}

async function load() {
  try {
    const [found, me] = await Promise.all([fetchDocument(), fetchMe()]);
    shown = found;
    $("brand").textContent = shown.info.title;
    $("who").textContent = me ? `${me.login} · ${me.roles.join(", ")}` : "not signed in";
    $("sign").textContent = session.token ? "Sign out" : "Sign in";
    draw();
  } catch (error) {
    $("main").replaceChildren(h("p", { class: "bad" }, `The document could not be read: ${error.message}`));
  }
}

$("menu").addEventListener("click", () => {
  const isOpen = document.body.classList.toggle("open");
  $("menu").setAttribute("aria-expanded", String(isOpen));
});
$("find").addEventListener("input", () => shown && drawContents($("sidebar").querySelector("[aria-current]")?.hash.slice(2)));
$("sign").addEventListener("click", async () => {
  if (!session.token) return $("dialog").showModal();
  await forget();
  return load();
});
$("close").addEventListener("click", () => $("dialog").close());
$("login-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  $("login-error").textContent = "";
  try {
    await login(form.elements.login.value, form.elements.password.value);
    form.reset();
    $("dialog").close();
    await load();
  } catch (error) {
    $("login-error").textContent = error.message;
  }
});
$("token-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  keep(event.target.elements.token.value.trim());
  event.target.reset();
  $("dialog").close();
  await load();
});
addEventListener("hashchange", () => shown && draw());
load();
