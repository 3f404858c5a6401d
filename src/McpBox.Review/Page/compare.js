// Two records side by side, each with its other half: requests by their params, answers by their result.

const CONTEXT = 3;
const MOST_ROWS = 4000;

class Picks {
  a = null;

  constructor(onPick, onCompare) {
    this.onPick = onPick;
    this.onCompare = onCompare;
  }

  pick(record) {
    this.a = this.a === record ? null : record;
    this.onPick();
    announce(this.a === null ? "nothing is chosen for comparison" : `number ${record.s} is chosen; choose another and press c`);
  }

  compare(record) {
    if (this.a !== null && record !== undefined && this.a !== record) this.onCompare(this.a, record);
  }
}

/** Fills the element with the comparison. */
async function showComparison(element, source, session, a, b, onClose) {
  const place = h("div", { class: "content" }, h("p", { class: "hint" }, "reading …"));
  element.replaceChildren(
    h("header", {}, h("h2", {}, "Compare", h("span", { class: "side a" }, `#${a.s} ${nameOf(a)}`), h("span", { class: "side b" }, `#${b.s} ${nameOf(b)}`)), h("div", { class: "actions" }, button("Close", onClose, { title: "Key: Escape" }))),
    place);
  element.focus();
  const pairs = [["Request", requestOf(a), requestOf(b)], ["Answer", answerOf(a), answerOf(b)]].filter(([, left, right]) => left || right);
  try {
    const parts = await Promise.all((pairs.length > 0 ? pairs : [["Record", a, b]]).map(async ([title, left, right]) => {
      const [one, two] = await Promise.all([comparable(source, session, left), comparable(source, session, right)]);
      return diffPart(title, left, right, one, two);
    }));
    place.replaceChildren(...parts);
  } catch (error) {
    place.replaceChildren(h("p", { class: "hint bad" }, `not to be had: ${error.message}`));
  }
}

const requestOf = (record) => (record.k === "request" ? record : record.request ?? null);
const answerOf = (record) => (record.k === "response" ? record : record.answer ?? null);

/** The lines to compare: what the frame says, without the envelope that differs always. */
async function comparable(source, session, record) {
  if (!record) return { lines: [], cut: false };
  const body = await source.body(session.id, record, false);
  const text = textOf(body.bytes);
  const node = text === null ? null : parseJson(text);
  if (node === null) return { lines: visibleBytes(body.bytes).split("\n"), cut: body.cut };
  const inner = memberOf(node, "params") ?? memberOf(node, "result") ?? memberOf(node, "error") ?? node;
  return { lines: prettyLines(inner), cut: body.cut };
}

function diffPart(title, left, right, one, two) {
  const rows = diffLines(one.lines, two.lines);
  const changes = rows.filter((row) => !row.same).length;
  const timing = [left, right].map((record) => (record?.k === "response" && record.l !== undefined ? latencyText(record.l) : null)).filter(Boolean).join(" / ");
  const words = [changes === 0 ? "equal" : `${countText(changes)} ${changes === 1 ? "line differs" : "lines differ"}`, timing, one.cut || two.cut ? "only the beginnings are compared" : null].filter(Boolean).join(" · ");
  const grid = h("div", { class: "diff", role: "table", "aria-label": `${title}: ${words}`, tabindex: "0" });
  for (const run of runsOf(rows)) grid.append(...(run.hidden ? [hiddenRun(run.rows)] : run.rows.map(diffRow)));
  return h("section", { class: "diff-part" }, h("header", {}, h("h3", {}, title), h("span", { class: "note" }, words)), grid);
}

/** Equal lines far from any change are folded. */
function runsOf(rows) {
  const near = new Uint8Array(rows.length);
  rows.forEach((row, at) => {
    if (!row.same) near.fill(1, Math.max(0, at - CONTEXT), at + CONTEXT + 1);
  });
  const runs = [];
  rows.slice(0, MOST_ROWS).forEach((row, at) => {
    const hidden = near[at] === 0 && rows.length > 12;
    if (runs.at(-1)?.hidden !== hidden) runs.push({ hidden, rows: [] });
    runs.at(-1).rows.push(row);
  });
  if (rows.length > MOST_ROWS) runs.push({ hidden: true, rows: rows.slice(MOST_ROWS) });
  return runs;
}

function hiddenRun(rows) {
  const fold = button(`${countText(rows.length)} more lines`, () => fold.replaceWith(...rows.slice(0, MOST_ROWS).map(diffRow)), { class: "fold" });
  return fold;
}

function diffRow(row) {
  const cell = (text, side) => h("span", { class: row.same ? "same" : text === null ? "void" : side, role: "cell" },
    text === null ? "" : h("span", { class: "sign", "aria-label": row.same ? null : side === "a" ? "only in the first" : "only in the second" }, row.same ? " " : side === "a" ? "−" : "+"),
    text === null ? "" : text.length > 4000 ? `${text.slice(0, 4000)}…` : text);
  return h("div", { class: row.same ? "pair" : "pair changed", role: "row" }, cell(row.left, "a"), cell(row.right, "b"));
}
