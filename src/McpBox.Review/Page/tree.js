// A JSON value as a tree that opens on demand (the ARIA tree pattern): a value of a million members costs what is open.

const STRING_SHOWN = 240;
const ITEMS_SHOWN = 200;
const ROWS_OPENED = 60;
const LEVELS_OPENED = 8;

function jsonTree(root, hasMarkers) {
  const tree = h("ul", { class: "tree", role: "tree", "aria-label": "JSON" });
  const first = treeItem(root, 1, hasMarkers);
  tree.append(first);
  openSmall(first);
  first.tabIndex = 0;
  tree.addEventListener("keydown", onTreeKey);
  tree.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item === null || event.target.closest("button, pre") !== null) return;
    focusItem(item);
    if (event.target.closest(".twist, .head") !== null) setOpen(item, item.getAttribute("aria-expanded") === "false");
  });
  return tree;
}

/** Opens level by level what fits on a screen, so that a short answer is read without a click. */
function openSmall(first) {
  let room = ROWS_OPENED;
  for (const queue = [first]; queue.length > 0 && room > 0;) {
    const item = queue.shift();
    const count = item.node.items?.length ?? 0;
    if (count === 0 || (count > room && item !== first) || item.level > LEVELS_OPENED) continue;
    setOpen(item, true);
    room -= count;
    queue.push(...item.querySelectorAll(":scope > ul > [role=treeitem]"));
  }
}

function treeItem(node, level, hasMarkers) {
  const branch = node.items !== undefined && node.items.length > 0;
  const line = h("span", { class: branch ? "line head" : "line" }, h("span", { class: "twist", "aria-hidden": "true" }), node.name === undefined ? null : [h("span", { class: "key" }, node.name), ": "]);
  const item = h("li", { role: "treeitem", tabindex: "-1", "aria-level": level, "aria-expanded": branch ? "false" : null }, line);
  Object.assign(item, { node, level, hasMarkers });
  if (node.items !== undefined) line.append(h("span", { class: "brackets" }, bracketText(node)));
  else appendScalar(item, line, node, hasMarkers);
  return item;
}

function bracketText(node) {
  const [open, close, word] = node.type === "object" ? ["{", "}", "member"] : ["[", "]", "item"];
  const count = node.items.length;
  const end = node.closed ? close : `${close} …`;
  return count === 0 ? `${open}${end}` : `${open} ${countText(count)} ${word}${count === 1 ? "" : "s"} ${end}`;
}

function appendScalar(item, line, node, hasMarkers) {
  const cut = node.text.length > STRING_SHOWN;
  const kind = node.type === "string" ? "string" : /^(true|false|null)$/.test(node.text) ? "word" : "digits";
  line.append(h("span", { class: kind }, markedText(cut ? node.text.slice(0, STRING_SHOWN) : node.text, hasMarkers), cut ? "…" : null));
  if (node.type !== "string" || !(cut || node.text.includes("\\n"))) return;
  let text = null;
  const show = button(`as text, ${countText(node.text.length - 2)} characters`, () => {
    if (text === null) item.append(text = longText(stringOf(node), hasMarkers));
    else text = text.remove() ?? null;
    show.setAttribute("aria-expanded", String(text !== null));
  }, { class: "small", "aria-expanded": "false" });
  line.append(" ", show);
}

function setOpen(item, isOpen) {
  if (item.node.items === undefined || item.node.items.length === 0) return;
  item.setAttribute("aria-expanded", String(isOpen));
  item.querySelector(":scope > ul")?.remove();
  if (!isOpen) return;
  const group = h("ul", { role: "group" });
  item.append(group);
  addItems(item, group, 0);
}

function addItems(item, group, from) {
  const end = Math.min(item.node.items.length, from + ITEMS_SHOWN);
  for (let i = from; i < end; i++) group.append(treeItem(item.node.items[i], item.level + 1, item.hasMarkers));
  if (end === item.node.items.length) return;
  const more = h("li", { role: "none" }, button(`${countText(item.node.items.length - end)} more`, () => {
    more.remove();
    addItems(item, group, end);
  }, { class: "small" }));
  more.node = {};
  group.append(more);
}

function focusItem(item) {
  const tree = item.closest(".tree");
  for (const other of tree.querySelectorAll("[tabindex='0'][role=treeitem]")) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

function onTreeKey(event) {
  const item = event.target.closest("[role=treeitem]");
  if (item !== event.target || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...item.closest(".tree").querySelectorAll("[role=treeitem]")];
  const at = items.indexOf(item);
  const open = item.getAttribute("aria-expanded");
  const moves = {
    ArrowDown: () => items[at + 1],
    ArrowUp: () => items[at - 1],
    Home: () => items[0],
    End: () => items.at(-1),
    ArrowRight: () => (open === "false" ? setOpen(item, true) : open === "true" ? items[at + 1] : null),
    ArrowLeft: () => (open === "true" ? setOpen(item, false) : item.parentElement.closest("[role=treeitem]")),
    Enter: () => item.querySelector(":scope > .line > button")?.click() ?? setOpen(item, open === "false"),
  };
  const move = moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const next = move();
  if (next instanceof Element) focusItem(next);
}
