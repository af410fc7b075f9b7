// Fields that are shown, or must be filled in, by what the form holds: `show_if` and `required_if`, decided at every change.
// A condition stands at its field as {tree, known}: the expression, and the values that are only shown. A hidden field keeps
// what it holds and is sent with it; one with an error stays in sight.

import { holds } from "./expression.js";

const form = document.querySelector("form[data-user]");
const person = JSON.parse(form?.dataset.user ?? "{}");
const sign = form?.dataset.sign;

/** Return a typed number as a program writes it, as `admin/numbers.py` does. */
function readNumber(text) {
  const plain = text.replace(/[\s\u00a0\u202f']/g, "").replace("\u2212", "-");
  if (!plain.includes(",")) return plain;
  if (sign === "." && /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain)) return plain.replaceAll(",", "");
  if (plain.includes(".") && plain.lastIndexOf(",") < plain.lastIndexOf(".")) return plain.replaceAll(",", "");
  return plain.replaceAll(".", "").replaceAll(",", ".");
}

const clock = form && new Intl.DateTimeFormat("en-CA", {
  timeZone: form.dataset.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
});

/** Return what the clocks of the panel's zone show at an instant, as if it were UTC. */
function local(instant) {
  const part = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

/** Return an instant of the panel's zone in ISO 8601. */
function readMoment(text) {
  const typed = Date.parse(`${text}Z`);
  if (Number.isNaN(typed)) return null;
  const wanted = Math.floor(typed / 1000) * 1000; // clocks show whole seconds
  const first = wanted - (local(wanted) - wanted);
  return new Date(first + (wanted - local(first)) + (typed - wanted)).toISOString();
}

const READ = { int: readNumber, decimal: readNumber, float: (text) => Number(readNumber(text)), datetime: readMoment, bool: (text) => text === "true" };
const UNTRIMMED = new Set(["text", "markdown"]);

/** Return what a field holds, in JSON form; nothing typed is null. */
function read(field) {
  const input = field.querySelector("select, textarea, input:not([type=hidden], [type=color])");
  if (input.type === "checkbox") return input.checked;
  const text = input.value.trim();
  if (!text) return null;
  return (READ[field.dataset.type] ?? ((same) => same))(UNTRIMMED.has(field.dataset.type) ? input.value : text);
}

/** Tell whether a condition holds in a row, or in the form itself; `otherwise` where something typed is no value yet. */
function decide(condition, scope, otherwise) {
  const { tree, known } = JSON.parse(condition);
  const look = (name) => {
    if (name in known) return known[name];
    if (name in person) return person[name];
    return read(scope.querySelector(`[data-column="${CSS.escape(name)}"]`));
  };
  try {
    return holds(tree, look);
  } catch {
    return otherwise;
  }
}

function require(field, isRequired) {
  const star = field.querySelector(".star");
  if (star) star.hidden = !isRequired;
  field.querySelector("select, textarea, .input")?.setAttribute("aria-required", String(isRequired));
}

function decideAll() {
  for (const field of form.querySelectorAll("[data-show-if], [data-required-if]")) {
    const scope = field.closest("tr, .fields");
    if (field.dataset.showIf) field.hidden = !(field.classList.contains("wrong") || decide(field.dataset.showIf, scope, true));
    if (field.dataset.requiredIf) require(field, decide(field.dataset.requiredIf, scope, false));
  }
}

if (form) {
  for (const event of ["input", "change", "crudgen:line"]) form.addEventListener(event, decideAll);
  window.addEventListener("pageshow", decideAll); // after the browser has put back what was typed before
  decideAll();
}
