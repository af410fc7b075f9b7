// The value of an expression on the values of a form, as the server would find it: the tree is what
// `crudgen.schema.expression.to_json` writes. Whole numbers are BigInts inside: a decimal its units of 10^-scale, a
// duration microseconds, a day its number from 0001-01-01, an instant microseconds since then in UTC.

const DAY = 86_400_000_000n;
const LAST_DAY = 3_652_059n;
const EPOCH_DAY = 719_163n; // 1970-01-01
const WORD = 2n ** 63n;

/**
 * Return the value of a tree in its JSON form: null, true or false, a text; a decimal as a text of its scale; an int as a
 * number, as a BigInt where a number would not be exact; days, times, instants and durations in ISO 8601.
 *
 * `look(name)` gives the value of a dotted path in its JSON form (an int may be a BigInt), or for the rows of an aggregate
 * an array of such functions. `now` is an instant in ISO 8601.
 */
export function evaluate(tree, look, now = new Date().toISOString()) {
  return give(run(tree, { row: look, each: null, now: readInstant(now) }), tree);
}

/** Tell whether a condition is true; null is not. */
export function holds(tree, look, now) {
  return evaluate(tree, look, now) === true;
}

function run(node, sight) {
  const special = SPECIAL[node.op];
  if (special) return special(node, sight);
  const args = node.args.map((argument) => run(argument, sight));
  return args.includes(null) ? null : STRICT[node.op](node, ...args);
}

function* each(node, sight) {
  for (const argument of node.args) yield run(argument, sight);
}

function conjoin(parts) {
  let result = true;
  for (const part of parts) {
    if (part === false) return false;
    if (part === null) result = null;
  }
  return result;
}

function disjoin(parts) {
  let result = false;
  for (const part of parts) {
    if (part === true) return true;
    if (part === null) result = null;
  }
  return result;
}

function aggregate(node, sight) {
  const rows = sight.row(node.rows);
  if (!node.args) return BigInt(rows.length);
  const seen = rows.map((row) => run(node.args[0], { ...sight, each: row }));
  return AGGREGATES[node.aggregate](seen, seen.filter((value) => value !== null), node);
}

function extreme(values, sign) {
  return values.reduce((best, value) => (best === null || compare(value, best) * sign > 0 ? value : best), null);
}

function total(values, node) {
  return node.type === "float" ? finite(values.reduce((sum, value) => sum + value, 0)) : values.reduce((sum, value) => sum + value, 0n);
}

const AGGREGATES = {
  count: (seen, present) => BigInt(present.length),
  sum: (seen, present, node) => total(present, node),
  min: (seen, present) => extreme(present, -1),
  max: (seen, present) => extreme(present, 1),
  any: disjoin,
  all: conjoin,
};

const SPECIAL = {
  literal: (node) => (NUMBERED.has(node.type) && node.value !== null ? BigInt(node.value) : node.value),
  path: (node, sight) => take((node.each ? sight.each : sight.row)(node.value), node),
  clock: (node, sight) => (node.value === "now" ? sight.now : sight.now / DAY + 1n),
  and: (node, sight) => conjoin(each(node, sight)),
  or: (node, sight) => disjoin(each(node, sight)),
  is_null: (node, sight) => run(node.args[0], sight) === null,
  in: (node, sight) => {
    const [value, ...items] = each(node, sight);
    return disjoin(items.map((item) => (value === null || item === null ? null : value === item)));
  },
  in_values: (node, sight) => {
    const [value, items] = each(node, sight);
    return value === null && items?.length ? null : (items ?? []).includes(value);
  },
  if: (node, sight) => run(node.args[run(node.args[0], sight) === true ? 1 : 2], sight),
  coalesce: (node, sight) => {
    for (const value of each(node, sight)) if (value !== null) return value;
    return null;
  },
  aggregate,
};

const scaleOf = (node) => node.scale ?? 0;
const plain = (calculate) => (node, ...args) => calculate(...args);
const order = (holdsFor) => (node, left, right) => holdsFor(compare(left, right));
const float = (calculate) => (node, left, right) => finite(calculate(left, right));

const STRICT = {
  not: plain((value) => !value),
  eq: order((sign) => sign === 0),
  ne: order((sign) => sign !== 0),
  lt: order((sign) => sign < 0),
  lte: order((sign) => sign <= 0),
  gt: order((sign) => sign > 0),
  gte: order((sign) => sign >= 0),
  add: plain((left, right) => left + right),
  sub: plain((left, right) => left - right),
  mul: plain((left, right) => left * right),
  neg: plain((value) => -value),
  div: (node, left, right) => divide(left, right, scaleOf(node) - scaleOf(node.args[0]) + scaleOf(node.args[1])),
  rescale: (node, units) => rescale(units, scaleOf(node) - scaleOf(node.args[0])),
  guard: (node, units) => guard(units, node),
  float_add: float((left, right) => left + right),
  float_sub: float((left, right) => left - right),
  float_mul: float((left, right) => left * right),
  float_div: (node, left, right) => (right === 0 ? null : finite(left / right)),
  float_neg: plain((value) => -value),
  concat: plain((left, right) => left + right),
  lower: plain((text) => eachLetter(text, lowerLetter)),
  fold: plain(fold),
  upper: plain((text) => eachLetter(text, (letter) => oneLetter(letter.toUpperCase(), letter))),
  length: plain((text) => BigInt([...text].length)),
  contains: plain((text, part) => text.includes(part)),
  icontains: plain((text, part) => fold(text).includes(fold(part))),
  starts: plain((text, part) => text.startsWith(part)),
  ends: plain((text, part) => text.endsWith(part)),
  exact_to_float: (node, units) => Number(writeDecimal(units, scaleOf(node.args[0]))),
  exact_to_text: (node, units) => writeDecimal(units, scaleOf(node.args[0])),
  float_to_exact: (node, number) => guard(fromFloat(number, scaleOf(node)), node),
  bool_to_text: plain(String),
  bool_to_exact: plain((value) => (value ? 1n : 0n)),
  date_to_text: plain(writeDate),
  time_to_text: plain(writeTime),
  datetime_to_text: plain(writeInstant),
  uuid_to_text: plain(writeUuid),
  text_to_int: (node, text) => (/^-?[0-9]{1,60}$/.test(text) ? guard(BigInt(text), node) : null),
  text_to_exact: (node, text) => (/^-?[0-9]{1,60}(\.[0-9]{1,60})?$/.test(text) ? guard(readDecimal(text, scaleOf(node)), node) : null),
  text_to_bool: plain((text) => ({ true: true, false: false })[text] ?? null),
  text_to_date: plain(readDate),
  text_to_datetime: plain(readInstant),
  datetime_to_date: plain((instant) => instant / DAY + 1n),
  date_to_datetime: plain((day) => (day - 1n) * DAY),
  date_add: plain((day, span) => within(day + floorDivide(span, DAY), 1n, LAST_DAY)),
  datetime_add: plain((instant, span) => within(instant + span, 0n, LAST_DAY * DAY - 1n)),
  date_diff: plain((left, right) => (left - right) * DAY),
  datetime_diff: plain((left, right) => left - right),
};

const NUMBERED = new Set(["int", "decimal", "duration", "date", "time", "datetime"]);

// From JSON, and to it

const TAKE = {
  int: (value) => BigInt(value),
  decimal: (value, scale) => readDecimal(value, scale),
  date: readDate,
  time: readTime,
  datetime: readInstant,
  duration: readDuration,
  uuid: (value) => value.replaceAll("-", "").toLowerCase(),
};

const GIVE = {
  int: (value) => (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value),
  decimal: writeDecimal,
  date: writeDate,
  time: writeTime,
  datetime: writeInstant,
  duration: writeDuration,
  uuid: writeUuid,
};

function take(value, node) {
  if (value === null || value === undefined || value === "" && NUMBERED.has(node.type)) return null;
  return TAKE[node.type] ? TAKE[node.type](value, scaleOf(node)) : value;
}

function give(value, node) {
  return value !== null && GIVE[node.type] ? GIVE[node.type](value, scaleOf(node)) : value;
}

// Numbers

function finite(number) {
  return Number.isFinite(number) ? number : null;
}

function absolute(number) {
  return number < 0n ? -number : number;
}

function floorDivide(number, divisor) {
  return number >= 0n ? number / divisor : -((-number + divisor - 1n) / divisor);
}

function roundHalfUp(number, divisor) {
  const quotient = (2n * absolute(number) + absolute(divisor)) / (2n * absolute(divisor));
  return number < 0n !== divisor < 0n ? -quotient : quotient;
}

function divide(dividend, divisor, shift) {
  return divisor === 0n ? null : roundHalfUp(dividend * 10n ** BigInt(shift), divisor);
}

function rescale(units, shift) {
  return shift >= 0 ? units * 10n ** BigInt(shift) : roundHalfUp(units, 10n ** BigInt(-shift));
}

function within(number, least, most) {
  return number >= least && number <= most ? number : null;
}

function guard(units, node) {
  const limit = BigInt(node.limit);
  return within(units, -limit, limit === WORD ? limit - 1n : limit);
}

function readDecimal(text, scale) {
  const [whole, fraction = ""] = String(text).replace("-", "").split(".");
  const units = rescale(BigInt(whole + fraction), scale - fraction.length);
  return String(text).startsWith("-") ? -units : units;
}

function writeDecimal(units, scale) {
  const digits = absolute(units).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  return (units < 0n ? "-" : "") + (scale ? `${digits.slice(0, point)}.${digits.slice(point)}` : digits);
}

function fromFloat(number, scale) {
  const [mantissa, exponent] = String(Math.abs(number)).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  const units = rescale(BigInt(whole + fraction), scale + Number(exponent ?? 0) - fraction.length);
  return number < 0 ? -units : units;
}

// Texts: by code point, never by half of one

function compare(left, right) {
  if (typeof left !== "string") return left < right ? -1 : left > right ? 1 : 0;
  const [lefts, rights] = [[...left], [...right]];
  for (let place = 0; place < Math.min(lefts.length, rights.length); place += 1) {
    const difference = lefts[place].codePointAt(0) - rights[place].codePointAt(0);
    if (difference) return difference;
  }
  return lefts.length - rights.length;
}

function oneLetter(changed, letter) {
  return [...changed].length === 1 ? changed : letter;
}

function lowerLetter(letter) {
  return oneLetter(letter.toLowerCase(), letter);
}

function eachLetter(text, change) {
  return Array.from(text, change).join("");
}

// Letters whose simple case folding is not their small letter: first, last, and how far away the folded one is.
const FOLDS = [
  [181, 181, 775], [383, 383, -268], [837, 837, 116], [962, 962, 1], [976, 976, -30], [977, 977, -25], [981, 981, -15],
  [982, 982, -22], [1008, 1008, -54], [1009, 1009, -48], [1013, 1013, -64], [5024, 5109, 0], [5112, 5117, -8],
  [7296, 7296, -6222], [7297, 7297, -6221], [7298, 7298, -6212], [7299, 7300, -6210], [7301, 7301, -6211],
  [7302, 7302, -6204], [7303, 7303, -6180], [7304, 7304, 35267], [7835, 7835, -58], [8126, 8126, -7173],
  [43888, 43967, -38864],
];

function foldLetter(letter) {
  const code = letter.codePointAt(0);
  const range = FOLDS.find(([first, last]) => code >= first && code <= last);
  return range ? String.fromCodePoint(code + range[2]) : lowerLetter(letter);
}

/** Return the text with case differences gone, one code point to one. */
export function fold(text) {
  return eachLetter(text, foldLetter);
}

export { lowerLetter };

function writeUuid(digits) {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Days, times, instants

function readDate(text) {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = year >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? BigInt(date.getTime()) / 86_400_000n + EPOCH_DAY : null;
}

function writeDate(number) {
  const date = new Date(Number(number - EPOCH_DAY) * 86_400_000);
  const pad = (value, length) => String(value).padStart(length, "0");
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
}

function readTime(text) {
  const found = /^([0-2][0-9]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]{1,6}))?)?$/.exec(text);
  if (!found || Number(found[1]) > 23) return null;
  const seconds = BigInt(found[1]) * 3600n + BigInt(found[2]) * 60n + BigInt(found[3] ?? 0);
  return seconds * 1_000_000n + BigInt((found[4] ?? "").padEnd(6, "0"));
}

function writeTime(number) {
  const pad = (value, length) => String(value).padStart(length, "0");
  const seconds = number / 1_000_000n;
  return `${pad(seconds / 3600n, 2)}:${pad((seconds / 60n) % 60n, 2)}:${pad(seconds % 60n, 2)}.${pad(number % 1_000_000n, 6)}`;
}

function readInstant(text) {
  const found = /^(.{10})T([0-9:.]+)(Z|[-+][0-9]{2}:[0-5][0-9])$/.exec(text);
  const day = found && readDate(found[1]);
  const time = found && readTime(found[2]);
  if (day === null || time === null) return null;
  const [hours, minutes] = found[3] === "Z" ? [0, 0] : found[3].slice(1).split(":").map(Number);
  if (hours > 23) return null;
  const offset = BigInt(hours * 60 + minutes) * 60_000_000n;
  const instant = (day - 1n) * DAY + time - (found[3][0] === "-" ? -offset : offset);
  return within(instant, 0n, LAST_DAY * DAY - 1n);
}

function writeInstant(number) {
  return `${writeDate(number / DAY + 1n)}T${writeTime(number % DAY)}Z`;
}

function readDuration(text) {
  const found = /^(-)?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?)?$/.exec(text);
  if (!found) return null;
  const [weeks, days, hours, minutes, seconds] = found.slice(2, 7).map((part) => BigInt(part ?? 0));
  const whole = (((weeks * 7n + days) * 24n + hours) * 60n + minutes) * 60n + seconds;
  const microseconds = whole * 1_000_000n + BigInt((found[7] ?? "").padEnd(6, "0"));
  return found[1] ? -microseconds : microseconds;
}

function writeDuration(number) {
  const [total, sign] = [absolute(number), number < 0n ? "-" : ""];
  const fraction = String(total % 1_000_000n).padStart(6, "0").replace(/0+$/, "");
  const seconds = total / 1_000_000n;
  const [days, hours, minutes] = [seconds / 86_400n, (seconds / 3600n) % 24n, (seconds / 60n) % 60n];
  const second = `${seconds % 60n}${fraction ? `.${fraction}` : ""}`;
  const clock = (hours ? `${hours}H` : "") + (minutes ? `${minutes}M` : "") + (second === "0" ? "" : `${second}S`);
  const body = (days ? `${days}D` : "") + (clock ? `T${clock}` : "");
  return `${sign}P${body || "T0S"}`;
}
