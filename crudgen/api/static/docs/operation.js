// One operation: what it takes, what it answers, and a form to try it.

import { copyButton, h, prose } from "./dom.js";
import { drawFields, resolve, sample, typeOf } from "./schema.js";
import { drawTrial } from "./trial.js";

const jsonOf = (one) => one && one.content && (one.content["application/json"] || one.content["application/problem+json"] || {}).schema;

export function drawOperation(document_, path, method, operation, shared, { isOpen = false } = {}) {
  const parameters = [...(shared || []), ...(operation.parameters || [])].map((one) => resolve(document_, one));
  const details = h("details", { class: "operation", id: operation.operationId, open: isOpen },
    h("summary", {},
      h("span", { class: `method ${method}` }, method.toUpperCase()),
      h("code", { class: "path" }, path),
      h("span", { class: "summary" }, operation.summary || "")));
  const fill = () => {
    if (!details.open || details.children.length > 1) return;
    details.append(h("div", { class: "inside" },
      operation.description ? h("p", {}, prose(operation.description)) : "",
      drawTrial(document_, path, method, operation, parameters),
      drawParameters(document_, parameters),
      drawBody(document_, operation),
      drawAnswers(document_, operation)));
  };
  details.addEventListener("toggle", fill);
  fill();
  return details;
}

export function splitParameters(parameters) {
  const filters = new Map();
  const others = [];
  const named = new Set(parameters.filter((one) => one.name.includes("[")).map((one) => one.name.split("[")[0]));
  for (const one of parameters) {
    const [field, rest] = one.name.split("[");
    if (one.in !== "query" || !(rest || named.has(field))) others.push(one);
    else {
      if (!filters.has(field)) filters.set(field, []);
      filters.get(field).push({ ...one, operator: rest ? rest.slice(0, -1) : "=" });
    }
  }
  return { filters, others };
}

function drawParameters(document_, parameters) {
  if (!parameters.length) return "";
  const { filters, others } = splitParameters(parameters);
  const rows = others.map((one) =>
    h("tr", {},
      h("th", { scope: "row" }, h("code", {}, one.name), one.required ? h("span", { class: "must", title: "required" }, " *") : ""),
      h("td", { class: "type" }, `${typeOf(document_, one.schema)}${one.in === "query" ? "" : ` · ${one.in}`}`),
      h("td", {}, prose(one.description))));
  const filterRows = [...filters].map(([field, ones]) =>
    h("tr", {},
      h("th", { scope: "row" }, h("code", {}, field)),
      h("td", {}, ones.map((one) => [h("code", { class: "chip", title: one.name }, one.operator), " "])),
      h("td", { class: "type" }, typeOf(document_, ones[0].schema))));
  return h("section", {},
    rows.length ? [h("h4", {}, "Parameters"), h("div", { class: "scroll" }, h("table", {}, h("tbody", {}, rows)))] : "",
    filterRows.length ? [h("h4", {}, "Filters"),
      h("p", { class: "quiet" }, "Write ", h("code", {}, "field=value"), ", or ", h("code", {}, "field[operator]=value"), "; several are combined with and."),
      h("div", { class: "scroll" }, h("table", {}, h("tbody", {}, filterRows)))] : "");
}

function drawBody(document_, operation) {
  const schema = jsonOf(operation.requestBody);
  if (!schema) return "";
  const one = schema.anyOf ? schema.anyOf[0] : schema;
  return h("section", {}, h("h4", {}, schema.anyOf ? "Body: one object, or a list of them" : "Body"), drawFields(document_, one));
}

function drawAnswers(document_, operation) {
  const all = Object.entries(operation.responses || {});
  const good = all.filter(([status]) => status < "400").map(([status, one]) => drawAnswer(document_, status, resolve(document_, one)));
  const bad = all.filter(([status]) => status >= "400").map(([status, one]) =>
    h("li", {}, h("b", { class: "status" }, status), " ", prose(resolve(document_, one).description)));
  return h("section", {}, h("h4", {}, "Answers"), good, bad.length ? h("details", { class: "refusals" },
    h("summary", {}, `Refusals: ${all.filter(([status]) => status >= "400").map(([status]) => status).join(", ")}`), h("ul", {}, bad)) : "");
}

function drawAnswer(document_, status, answer) {
  const schema = jsonOf(answer);
  const text = schema ? JSON.stringify(sample(document_, schema), null, 2) : "";
  const names = Object.keys(answer.headers || {});
  return h("div", { class: "answer" },
    h("p", {}, h("b", { class: "status good" }, status), " ", prose(answer.description), names.length ? h("small", {}, `headers: ${names.join(", ")}`) : ""),
    text ? h("div", { class: "code" }, copyButton(() => text), h("pre", { tabindex: 0 }, text)) : "");
}
