// The contents: entities by group, found by name.

import { h } from "./dom.js";

export function groupTags(document_) {
  const groups = new Map();
  for (const tag of document_.tags) {
    const name = tag["x-group"] || "Entities";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(tag);
  }
  return groups;
}

export function drawSidebar(place, document_, { find, current }) {
  const wanted = find.trim().toLowerCase();
  const fits = (tag) => !wanted || tag.name.includes(wanted) || (tag["x-displayName"] || "").toLowerCase().includes(wanted);
  const parts = [];
  for (const [name, tags] of groupTags(document_)) {
    const shown = tags.filter(fits);
    if (!shown.length) continue;
    const items = shown.map((tag) =>
      h("li", {}, h("a", { href: `#/${tag.name}`, "aria-current": tag.name === current ? "page" : null }, tag["x-displayName"] || tag.name)));
    parts.push(h("section", {}, h("h2", {}, name), h("ul", {}, items)));
  }
  if (!wanted || "errors".includes(wanted)) {
    const link = h("a", { href: "#/errors", "aria-current": current === "errors" ? "page" : null }, "Errors");
    parts.push(h("section", {}, h("h2", {}, "Reference"), h("ul", {}, h("li", {}, link))));
  }
  place.replaceChildren(...(parts.length ? parts : [h("p", { class: "quiet" }, "Nothing of that name.")]));
}
