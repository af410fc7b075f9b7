/* What the pages do beyond links and forms. Everything works on data-attributes; no inline code, no evaluation. */
"use strict";

const words = document.body.dataset;
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

/* Menu of narrow screens */
const menuButton = document.querySelector("[data-menu]");
function openMenu(isOpen) {
  document.body.classList.toggle("menu-open", isOpen);
  menuButton?.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) document.querySelector("#menu-search")?.focus({ preventScroll: true });
}
menuButton?.addEventListener("click", () => openMenu(!document.body.classList.contains("menu-open")));
document.querySelector("[data-menu-close]")?.addEventListener("click", () => openMenu(false));

/* Search in the menu */
const menuSearch = document.querySelector("#menu-search");
menuSearch?.addEventListener("input", () => {
  const wanted = menuSearch.value.trim().toLocaleLowerCase();
  let found = 0;
  for (const group of all(".menu .group")) {
    let shown = 0;
    for (const item of all("li", group)) {
      item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted);
      shown += item.hidden ? 0 : 1;
    }
    group.hidden = shown === 0;
    found += shown;
  }
  document.querySelector(".menu .unfound").hidden = found > 0;
});
menuSearch?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") document.querySelector(".menu .group:not([hidden]) li:not([hidden]) a")?.click();
});
document.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest" });

/* Theme: kept by the server, shown at once */
for (const link of all("[data-theme-choice]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.dataset.theme = link.dataset.themeChoice;
    for (const other of all("[data-theme-choice]")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    fetch(link.href, { redirect: "manual" }).catch(() => {});
  });
}

/* Rows are links as a whole, but not where one selects text or clicks something in them */
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, label") || String(getSelection())) return;
  if (event.metaKey || event.ctrlKey) window.open(row.dataset.href, "_blank", "noopener");
  else location.href = row.dataset.href;
});

for (const button of all("[data-dismiss]")) button.addEventListener("click", () => button.closest(".notice").remove());
document.querySelector("[data-focus]")?.focus();

/* A click elsewhere closes the filters */
document.addEventListener("click", (event) => {
  for (const one of all("details.dropdown[open]")) if (!one.contains(event.target)) one.open = false;
});

/* Links of a form's summary lead to the input itself, whatever it looks like */
for (const link of all("[data-jump]")) {
  link.addEventListener("click", (event) => {
    const input = document.querySelector(link.getAttribute("href"));
    if (!input) return;
    event.preventDefault();
    if (input.tomselect) input.tomselect.focus();
    else input.focus();
    input.closest(".field")?.scrollIntoView({ block: "center" });
  });
}

/* Colours: the palette and the text follow each other */
function bindSwatches(root) {
  for (const swatch of all("[data-swatch]", root)) {
    const text = document.getElementById(swatch.dataset.swatch);
    swatch.addEventListener("input", () => { text.value = swatch.value; text.dispatchEvent(new Event("input", { bubbles: true })); });
    text.addEventListener("input", () => { if (/^#[0-9a-f]{6}$/i.test(text.value)) swatch.value = text.value; });
  }
}

/* Pickers */
function makePicker(select) {
  const isMany = select.multiple;
  const address = (term, page) => `${select.dataset.lookup}&term=${encodeURIComponent(term)}&page=${page}`;
  const line = (text) => { const part = document.createElement("div"); part.className = "no-results"; part.textContent = text; return part; };
  return new TomSelect(select, {
    valueField: "id", labelField: "text", searchField: [], sortField: [{ field: "$order" }],
    plugins: isMany ? { virtual_scroll: {}, remove_button: { title: words.remove } } : { virtual_scroll: {}, clear_button: { title: words.remove } },
    dropdownParent: select.closest(".lines-frame") ? "body" : null,
    placeholder: words.pick, hidePlaceholder: true, maxItems: isMany ? null : 1, maxOptions: 1000, closeAfterSelect: !isMany,
    preload: "focus", loadThrottle: 200, refreshThrottle: 100, allowEmptyOption: false,
    shouldLoad: () => true,
    firstUrl: (term) => address(term, 1),
    load(term, done) {
      const url = this.getUrl(term);
      fetch(url, { headers: { accept: "application/json" }, credentials: "same-origin" })
        .then((answer) => (answer.ok && !answer.redirected ? answer.json() : Promise.reject(answer)))
        .then((found) => {
          if (found.more) this.setNextUrl(term, address(term, Number(new URL(url, location).searchParams.get("page")) + 1));
          done(found.results);
        })
        .catch(() => done());
    },
    score: () => () => 1,
    render: {
      no_results: () => line(words.nothing), loading: () => line(words.searching), loading_more: () => line(words.more), no_more_results: () => null,
    },
    onInitialize() { select.setAttribute("aria-hidden", "true"); this.control_input.setAttribute("aria-label", document.getElementById(`${select.id}-label`)?.textContent ?? select.labels?.[0]?.textContent ?? select.getAttribute("aria-label") ?? ""); },
  });
}
function makePickers(root) {
  if (window.TomSelect) for (const select of all("select[data-lookup]", root)) makePicker(select);
}

/* Rows of child lists: added from a template, removed with a way back, walked through with Enter as in a spreadsheet */
function addLine(section) {
  const template = section.querySelector("template");
  if (!template) return null;
  const number = Number(section.dataset.next);
  section.dataset.next = String(number + 1);
  const body = section.querySelector("tbody");
  body.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__n__", String(number)));
  const row = body.lastElementChild;
  makePickers(row);
  bindSwatches(row);
  row.dispatchEvent(new CustomEvent("crudgen:line", { bubbles: true }));
  return row;
}
function focusIn(cell) {
  const input = cell?.querySelector("select, textarea, .input, input:not([type=hidden])");
  if (input?.tomselect) input.tomselect.focus();
  else input?.focus();
}
for (const section of all("[data-lines]")) {
  section.querySelector("[data-add-line]")?.addEventListener("click", () => focusIn(addLine(section)));
  section.addEventListener("change", (event) => {
    const box = event.target.closest("[data-remove-line]");
    const row = box?.closest("tr");
    if (!row || !box.checked || !row.classList.contains("new")) return;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    for (const select of all("select", row)) select.tomselect?.destroy();
    row.remove();
    (next?.querySelector("[data-remove-line]") ?? section.querySelector("[data-add-line]"))?.focus();
  });
  section.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.altKey || event.shiftKey) return;
    const row = event.target.closest("tr");
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      focusIn(addLine(section));
    } else if (row && event.target.matches("input.input")) {
      event.preventDefault();
      const below = row.nextElementSibling ?? addLine(section);
      focusIn(below?.cells[event.target.closest("td").cellIndex]);
    }
  });
}
makePickers(document);
bindSwatches(document);

/* Conflicts: take what the other person saved */
for (const button of all("[data-take]")) {
  button.addEventListener("click", () => {
    const input = button.closest(".field").querySelector("select, textarea, .input, input[type=checkbox]");
    const value = button.dataset.take;
    if (input.tomselect) { input.tomselect.addOption({ id: value, text: button.dataset.takeLabel }); input.tomselect.setValue(value); }
    else if (input.type === "checkbox") input.checked = value === "true";
    else input.value = value;
    button.closest(".theirs").remove();
  });
}

/* Unsaved changes */
const form = document.querySelector("form[data-guard]");
if (form) {
  const state = () => new URLSearchParams(new FormData(form)).toString();
  const before = state();
  let isSent = false;
  const isDirty = () => !isSent && ("dirty" in form.dataset || state() !== before);
  form.addEventListener("submit", () => { isSent = true; setTimeout(() => all("button", form).forEach((button) => { button.disabled = true; })); });
  window.addEventListener("beforeunload", (event) => { if (isDirty()) { event.preventDefault(); event.returnValue = words.unsaved; } });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { isSent = false; all("button", form).forEach((button) => { button.disabled = false; }); } });
  if (!document.querySelector("[data-focus]")) form.querySelector(".fields input:not([type=hidden]):not([type=checkbox]), .fields textarea")?.focus({ preventScroll: true });
}

/* Keys: / searches, Ctrl+S saves, n and e open the new and edit pages, Escape closes */
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && form) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.primary"));
  } else if (event.key === "Escape") {
    openMenu(false);
    for (const one of all("details.dropdown[open]")) { one.open = false; one.querySelector("summary").focus(); }
  } else if (!isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const targets = { "/": ["[data-search]", "#menu-search"], n: ["[data-new]"], e: ["[data-edit]"] };
    const found = (targets[event.key] ?? []).map((selector) => document.querySelector(selector)).find(Boolean);
    if (!found) return;
    event.preventDefault();
    if (event.key === "/") { found.focus(); found.select(); } else found.click();
  }
});
