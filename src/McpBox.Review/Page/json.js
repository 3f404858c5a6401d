// A JSON reader that keeps what JSON.parse loses: numbers as they are written, order, and names that come twice. Iterative, because a frame may be
// nested deeper than a stack; tolerant, because a long frame may be shown before all of it is loaded.

const ATOM = /[^\s,:{}[\]"]+/y;
const MOST_DEPTH = 2000;

/** {type, name, text, items, closed} or null when the text is no JSON: type is object, array, string or atom; text is the token as it is written. */
function parseJson(text) {
  const root = { type: "array", items: [], closed: false };
  const stack = [root];
  for (let at = skipBlank(text, 0); at < text.length; at = skipBlank(text, at)) {
    const parent = stack[stack.length - 1];
    const first = text[at];
    if (first === "}" || first === "]") {
      if (stack.length === 1 || (first === "}") !== (parent.type === "object") || parent.pending !== undefined) return null;
      parent.closed = true;
      stack.pop();
      at++;
      continue;
    }
    const opens = first === "{" || first === "[";
    const end = opens ? at + 1 : tokenEnd(text, at);
    const token = opens ? undefined : text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end;
    if (parent.type === "object" && parent.pending === undefined) {
      if (first !== '"') return null;
      parent.pending = token;
      continue;
    }
    const node = opens ? { type: first === "{" ? "object" : "array", items: [], closed: false } : { type: first === '"' ? "string" : "atom", text: token, closed: end >= 0 };
    if (parent.type === "object") [node.name, parent.pending] = [parent.pending, undefined];
    parent.items.push(node);
    if (opens && stack.push(node) > MOST_DEPTH) return null;
  }
  return finish(root);
}

function skipBlank(text, at) {
  while (at < text.length && " \t\r\n,:".includes(text[at])) at++;
  return at;
}

/** Where the string or atom that begins here ends; -1 for a string that is cut. By hand: a regular expression has no room for strings of megabytes. */
function tokenEnd(text, start) {
  if (text[start] !== '"') {
    ATOM.lastIndex = start;
    return ATOM.test(text) ? ATOM.lastIndex : start + 1;
  }
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return end + 1;
  }
  return -1;
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
