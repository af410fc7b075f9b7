// Elements from values. Texts become text nodes, never markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return element;
}

// Text in which `code` stands between backquotes.
export function prose(text) {
  return (text || "").split("`").map((part, index) => (index % 2 ? h("code", {}, part) : part));
}

export function copyButton(read) {
  const button = h("button", {
    type: "button",
    class: "small",
    onclick: async () => {
      await navigator.clipboard.writeText(read());
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1200);
    },
  }, "Copy");
  return button;
}
