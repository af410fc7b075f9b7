// Schemas as tables, and an example of each.

import { h, prose } from "./dom.js";

export function resolve(document_, one) {
  let found = one;
  for (let steps = 0; found && found.$ref && steps < 10; steps += 1) {
    found = found.$ref.slice(2).split("/").reduce((value, name) => value && value[name], document_);
  }
  return found || {};
}

const nameOf = (one) => one.$ref && one.$ref.split("/").pop();

export function typeOf(document_, one) {
  if (nameOf(one)) return nameOf(one);
  if (one.const !== undefined) return JSON.stringify(one.const);
  const parts = one.anyOf || one.oneOf;
  if (parts) return [...new Set(parts.map((part) => typeOf(document_, part)))].join(" or ");
  if (one.enum && !one.items) return one.enum.map((value) => JSON.stringify(value)).join(" | ");
  const types = [one.type].flat().filter(Boolean).map((type) => (type === "array" ? `list of ${typeOf(document_, one.items || {})}` : type));
  return (one.format ? `${types.join(" or ")} (${one.format})` : types.join(" or ")) || "any";
}

const BOUNDS = { minLength: "min. length", maxLength: "max. length", minimum: "min.", maximum: "max.", pattern: "pattern", default: "default" };

function notes(one) {
  const texts = Object.entries(BOUNDS).filter(([key]) => one[key] !== undefined).map(([key, text]) => `${text} ${JSON.stringify(one[key])}`);
  if (one.readOnly) texts.push("read-only");
  if (one.writeOnly) texts.push("write-only");
  return texts.join(" · ");
}

export function drawFields(document_, schema) {
  const whole = resolve(document_, schema);
  const required = new Set(whole.required || []);
  const rows = Object.entries(whole.properties || {}).map(([name, one]) =>
    h("tr", {},
      h("th", { scope: "row" }, h("code", {}, name), required.has(name) ? h("span", { class: "must", title: "required" }, " *") : ""),
      h("td", { class: "type" }, typeOf(document_, one)),
      h("td", {}, one.title && one.title.toLowerCase().replaceAll(" ", "_") !== name ? h("b", {}, one.title) : "",
        one.description ? h("span", {}, " ", prose(one.description)) : "",
        notes(one) ? h("small", {}, notes(one)) : "")));
  return h("div", { class: "scroll" }, h("table", {}, h("tbody", {}, rows)));
}

const SAMPLES = {
  "date-time": "2026-11-23T09:30:00Z", date: "2026-11-23", time: "09:30:00", duration: "PT1H30M", email: "ann@example.com",
  uri: "https://example.com/", uuid: "0193562e-7d3a-7c1b-9c55-0f5a3b6c7d8e", password: "a long password", decimal: "12.50",
};

export function sample(document_, one, depth = 0) {
  const whole = resolve(document_, one);
  if (whole.default !== undefined) return whole.default;
  if (whole.example !== undefined) return whole.example;
  if (whole.examples && whole.examples.length) return whole.examples[0];
  if (whole.const !== undefined) return whole.const;
  if (whole.enum) return whole.enum[0];
  const parts = whole.anyOf || whole.oneOf;
  if (parts) return sample(document_, parts[0], depth);
  switch ([whole.type].flat()[0]) {
    case "object": return sampleObject(document_, whole, depth);
    case "array": return depth > 2 ? [] : [sample(document_, whole.items || {}, depth + 1)];
    case "integer": return whole.minimum ?? 1;
    case "number": return whole.minimum ?? 1.5;
    case "boolean": return true;
    case "string": return SAMPLES[whole.format] || "text";
    default: return null;
  }
}

function sampleObject(document_, whole, depth) {
  if (depth > 2) return {};
  const shown = Object.entries(whole.properties || {}).filter(([, one]) => one.description !== "there when expanded");
  return Object.fromEntries(shown.map(([name, one]) => [name, sample(document_, one, depth + 1)]));
}
