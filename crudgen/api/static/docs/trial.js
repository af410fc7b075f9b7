// A form that sends one request, and shows the answer and the same request for a terminal.

import { copyButton, h } from "./dom.js";
import { sample } from "./schema.js";
import { headers, mountOf, session } from "./session.js";

export function drawTrial(document_, path, method, operation, parameters) {
  const schema = operation.requestBody && operation.requestBody.content["application/json"].schema;
  const outcome = h("div", { class: "outcome", "aria-live": "polite" });
  const body = schema ? h("textarea", { rows: 10, spellcheck: "false", "aria-label": "Body", value: JSON.stringify(sample(document_, schema), null, 2) }) : null;
  const inPath = parameters.filter((one) => one.in === "path").map((one) => ({ one, input: field(one) }));
  const inHeader = parameters.filter((one) => one.in === "header").map((one) => ({ one, input: field(one) }));
  const query = parameters.filter((one) => one.in === "query");
  const rows = h("div", { class: "rows" });
  if (query.length) rows.append(queryRow(query, query.some((one) => one.name === "limit") ? "limit" : "", "5"));
  const add = query.length ? h("button", { type: "button", class: "small", onclick: () => rows.append(queryRow(query)) }, "+ parameter") : "";

  const describe = () => {
    const address = path.replace(/\{([^}]+)\}/g, (_, name) => encodeURIComponent(inPath.find(({ one }) => one.name === name).input.value));
    const pairs = [...rows.children].map((row) => [row.children[0].value, row.children[1].value]).filter(([name]) => name);
    const text = pairs.map(([name, value]) => `${encodeURIComponent(name).replaceAll("%5B", "[").replaceAll("%5D", "]")}=${encodeURIComponent(value)}`).join("&");
    const more = Object.fromEntries(inHeader.filter(({ input }) => input.value).map(({ one, input }) => [one.name, input.value]));
    if (body) more["Content-Type"] = "application/json";
    return { url: mountOf(document_.paths) + address + (text ? `?${text}` : ""), headers: headers(more), body: body ? body.value : undefined };
  };

  const form = h("form", {
    class: "trial",
    onsubmit: async (event) => {
      event.preventDefault();
      const request = describe();
      outcome.replaceChildren(h("p", { class: "quiet" }, "Waiting…"));
      try {
        outcome.replaceChildren(...(await send(method, request)));
      } catch (error) {
        outcome.replaceChildren(h("p", { class: "bad" }, `The request could not be sent: ${error.message}`));
      }
    },
  },
  [...inPath, ...inHeader].map(({ one, input }) => h("label", {}, h("span", {}, one.name), input)),
  query.length ? h("fieldset", {}, h("legend", {}, "Parameters"), rows, add) : "",
  body ? h("label", { class: "wide" }, h("span", {}, "Body"), body) : "",
  h("p", { class: "actions" },
    h("button", { class: `main ${method === "delete" ? "danger" : ""}` }, "Send"),
    h("button", { type: "button", onclick: () => outcome.replaceChildren(terminal(method, describe())) }, "curl")),
  outcome);
  return h("section", {}, h("h4", {}, "Try it"), form);
}

function field(one) {
  return h("input", { name: one.name, required: Boolean(one.required), autocomplete: "off", spellcheck: "false" });
}

function queryRow(query, name = "", value = "") {
  const options = [h("option", { value: "" }, "choose…"), ...query.map((one) => h("option", { value: one.name }, one.name))];
  const select = h("select", { "aria-label": "Parameter" }, options);
  select.value = name;
  const row = h("div", { class: "row" }, select, h("input", { value, "aria-label": "Value", autocomplete: "off", spellcheck: "false" }),
    h("button", { type: "button", class: "small", "aria-label": "Remove", onclick: () => row.remove() }, "×"));
  return row;
}

async function send(method, request) {
  const begun = performance.now();
  const response = await fetch(request.url, { method: method.toUpperCase(), headers: request.headers, body: request.body, credentials: "omit" });
  const text = await response.text();
  const took = Math.round(performance.now() - begun);
  const shown = pretty(text);
  const named = ["etag", "location", "link", "x-total-count", "x-request-id", "retry-after"]
    .filter((name) => response.headers.has(name)).map((name) => `${name}: ${response.headers.get(name)}`).join("\n");
  return [
    h("p", {}, h("b", { class: `status ${response.ok ? "good" : "wrong"}` }, String(response.status)), ` ${response.statusText} · ${took} ms`),
    named ? h("pre", { class: "headers", tabindex: 0 }, named) : "",
    shown ? h("div", { class: "code" }, copyButton(() => shown), h("pre", { tabindex: 0 }, shown)) : "",
  ].filter(Boolean);
}

function pretty(text) {
  if (/\d{16}/.test(text)) return text; // a number that JavaScript would round: shown as it came
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function terminal(method, request) {
  const named = Object.entries(request.headers).map(([name, value]) =>
    name === "Authorization" ? ` \\\n  -H "Authorization: Bearer $TOKEN"` : ` \\\n  -H ${quote(`${name}: ${value}`)}`);
  const text = `curl -g -X ${method.toUpperCase()} ${quote(request.url)}${named.join("")}${request.body ? ` \\\n  -d ${quote(request.body)}` : ""}`;
  const hint = session.token ? h("p", { class: "quiet" }, "Put your token in the variable TOKEN first.") : "";
  return h("div", {}, hint, h("div", { class: "code" }, copyButton(() => text), h("pre", { tabindex: 0 }, text)));
}
