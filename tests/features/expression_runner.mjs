// Evaluates expressions line by line: {"tree", "values", "now"} in, {"value"} or {"error"} out. Large whole numbers are texts.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { evaluate, fold, lowerLetter } = await import(pathToFileURL(process.argv[2]));

function look(values) {
  return (name) => {
    const value = values[name];
    return Array.isArray(value) && value.every((row) => row !== null && typeof row === "object") ? value.map(look) : value;
  };
}

function answer(line) {
  const { tree, values, now, letters } = JSON.parse(line);
  if (letters) return { value: Array.from(letters, (letter) => [fold(letter), lowerLetter(letter)]) };
  return { value: evaluate(tree, look(values), now) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = answer(line);
  } catch (error) {
    result = { error: String(error.stack) };
  }
  process.stdout.write(`${JSON.stringify(result, (key, value) => (typeof value === "bigint" ? String(value) : value))}\n`);
}
