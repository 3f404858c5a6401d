// A JSON reader that keeps what JSON.parse loses: numbers as they are written, order, and names that come twice. Iterative, because a frame may be
// nested deeper than a stack; tolerant, because a long frame may be shown before all of it is loaded.

const JSON_TOKEN = /[\s,:]*(?:([{[])|([}\]])|("(?:[^"\\]|\\.)*")|("(?:[^"\\]|\\.)*$)|([^\s,:{}[\]"]+))/gys;
const MOST_DEPTH = 2000;

/** {type, name, text, items, closed} or null when the text is no JSON: type is object, array, string or atom; text is the token as it is written. */
function parseJson(text) {
  const root = { type: "array", items: [], closed: false };
  const stack = [root];
  JSON_TOKEN.lastIndex = 0;
  for (let match; (match = JSON_TOKEN.exec(text)) !== null;) {
    const parent = stack[stack.length - 1];
    const [, open, close, string, cut, atom] = match;
    if (close) {
      if (stack.length === 1 || (close === "}") !== (parent.type === "object") || parent.pending !== undefined) return null;
      parent.closed = true;
      stack.pop();
    } else if (parent.type === "object" && parent.pending === undefined) {
      if (string === undefined) return cut === undefined ? null : finish(root);
      parent.pending = string;
    } else {
      const node = open ? { type: open === "{" ? "object" : "array", items: [], closed: false } : { type: atom === undefined ? "string" : "atom", text: string ?? cut ?? atom, closed: cut === undefined };
      if (parent.type === "object") {
        node.name = parent.pending;
        parent.pending = undefined;
      }
      parent.items.push(node);
      if (open && stack.push(node) > MOST_DEPTH) return null;
    }
  }
  return finish(root);
}

function finish(root) {
  return root.items.length === 1 ? root.items[0] : null;
}

/** What the string token says; the token itself when it is cut. */
function stringOf(node) {
  try {
    return JSON.parse(node.text);
  } catch {
    return node.text.slice(1);
  }
}

function memberOf(node, name) {
  return node?.type === "object" ? node.items.find((item) => item.name === JSON.stringify(name)) : undefined;
}

/** The value on several lines, two spaces a level, as a diff compares it. */
function prettyLines(root) {
  const lines = [];
  const work = [{ node: root, depth: 0, last: true }];
  while (work.length > 0) {
    const { node, depth, last, end } = work.pop();
    const pad = "  ".repeat(Math.min(depth, 100));
    const comma = last ? "" : ",";
    if (end) {
      lines.push(`${pad}${end}${comma}`);
      continue;
    }
    const name = node.name === undefined ? "" : `${node.name}: `;
    if (node.type === "string" || node.type === "atom") {
      lines.push(`${pad}${name}${node.text}${comma}`);
      continue;
    }
    const [open, close] = node.type === "object" ? ["{", "}"] : ["[", "]"];
    if (node.items.length === 0) {
      lines.push(`${pad}${name}${open}${close}${comma}`);
      continue;
    }
    lines.push(`${pad}${name}${open}`);
    work.push({ end: close, depth, last });
    for (let i = node.items.length - 1; i >= 0; i--) work.push({ node: node.items[i], depth: depth + 1, last: i === node.items.length - 1 });
  }
  return lines;
}
