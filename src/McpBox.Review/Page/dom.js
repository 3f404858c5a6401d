// Elements are made one way only, so that no text of a server is ever markup: strings become text nodes, and pass through visible() on the way.

/** An element; `on` holds its listeners, every other option is an attribute (null and false leave it out). */
function h(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : visible(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(visible(child)));
  }
}

/** A text of several lines. */
const linesNode = (text) => document.createTextNode(visibleLines(text));

function button(label, listener, options = {}) {
  return h("button", { type: "button", ...options, on: { click: listener } }, label);
}

/** A button that is on or off. */
function toggle(label, key, isOn, listener) {
  const element = button(label, () => {
    setPressed(element, element.getAttribute("aria-pressed") !== "true");
    listener(element.getAttribute("aria-pressed") === "true");
  }, { class: "toggle", "aria-pressed": String(isOn), title: key === null ? null : `Key: ${key}`, "aria-keyshortcuts": key });
  return element;
}

function setPressed(element, isOn) {
  element.setAttribute("aria-pressed", String(isOn));
}

function announce(text) {
  document.getElementById("announce").textContent = visible(text);
}

const REDACTED = /(\[redacted:[A-Za-z0-9_.-]{1,64}:[0-9a-f]{1,64}\])/;

/** The text with redaction markers set apart, where the record says that it has some. */
function markedText(text, hasMarkers) {
  if (!hasMarkers) return [text];
  return text.split(REDACTED).map((piece, place) => (place % 2 === 1 ? h("mark", { class: "redacted", title: "redacted by mcpbox; equal values have equal marks" }, piece) : piece));
}

const TEXT_PIECE = 65_536;

/** A long text, a piece at a time. */
function longText(text, hasMarkers = false) {
  const pre = h("pre", { class: "text", tabindex: "0", "aria-label": "text" });
  const box = h("div", {}, pre);
  let shown = 0;
  const more = button("Show more", () => showMore());
  const showMore = () => {
    const piece = text.slice(shown, shown + TEXT_PIECE);
    for (const part of hasMarkers ? piece.split(REDACTED) : [piece]) pre.append(REDACTED.test(part) ? h("mark", { class: "redacted" }, part) : linesNode(part));
    shown += piece.length;
    more.remove();
    if (shown < text.length) {
      more.textContent = `Show more (${countText(text.length - shown)} characters)`;
      box.append(more);
    }
  };
  showMore();
  return box;
}
