// One record, whole: what mcpbox says of it, and its body as it was on the wire.

class RecordPane {
  #shown = 0;

  /** @param go record → nothing, selects it; @param picks the comparison's picks */
  constructor(source, go, picks) {
    this.source = source;
    this.go = go;
    this.picks = picks;
    this.form = "tree";
    this.element = h("section", { class: "detail", tabindex: "-1", "aria-label": "record" });
    this.clear();
  }

  clear() {
    this.#shown++;
    this.element.replaceChildren(h("p", { class: "hint" }, "Choose a record: arrow keys or j and k, Enter to read it here."));
  }

  async show(session, record) {
    const turn = ++this.#shown;
    const content = h("div", { class: "content" });
    this.element.replaceChildren(this.#head(record), this.#facts(session, record), content);
    this.element.scrollTop = 0;
    if (record.k === "unreadable") {
      content.append(h("p", { class: "hint" }, `This line of ${sizeText(record.n)} is not a record of mcpbox. It was damaged or added: mcpbox log verify ${session.id}`));
      return;
    }
    await this.#load(session, record, content, turn, false);
  }

  async #load(session, record, content, turn, whole) {
    content.replaceChildren(h("p", { class: "hint" }, "reading …"));
    try {
      const body = await this.source.body(session.id, record, whole);
      if (turn === this.#shown) this.#fill(session, record, content, body, turn);
    } catch (error) {
      if (turn === this.#shown) content.replaceChildren(h("p", { class: "hint bad" }, `not to be had: ${error.message}`));
    }
  }

  #fill(session, record, content, body, turn) {
    const text = textOf(body.bytes);
    const node = text === null ? null : parseJson(text);
    const tree = this.form === "tree" && node !== null;
    const forms = h("div", { class: "forms", role: "group", "aria-label": "shown as" },
      ...[["tree", "Tree"], ["text", "Text"]].map(([form, label]) => button(label, () => {
        this.form = form;
        this.#fill(session, record, content, body, turn);
        content.querySelector(`[data-form=${form}]`).focus();
      }, { class: "toggle", "data-form": form, "aria-pressed": String(tree === (form === "tree")), disabled: form === "tree" && node === null })),
      h("span", { class: "note" }, text === null ? "not UTF-8; bytes as \\x{FF}" : record.f === "raw" ? "not JSON, or not fit to stand in the journal as it is" : null));
    content.replaceChildren(forms);
    if (body.cut) {
      content.append(h("p", { class: "cut", role: "note" }, `The first ${sizeText(body.bytes.length)} of ${sizeText(body.total)}. `, body.mayLoad ? button("Load all", () => this.#load(session, record, content, turn, true)) : "The exported file has no more of it."));
    }
    content.append(tree ? jsonTree(node, record.x > 0) : text === null ? longText(visibleBytes(body.bytes)) : longText(text, record.x > 0));
  }

  #head(record) {
    const other = record.answer ?? record.request;
    const { a } = this.picks;
    return h("header", {},
      h("h2", {}, h("span", { class: `arrow ${record.d ?? ""}` }, arrowOf(record)), h("span", { class: "dim" }, `#${record.s ?? record.i}`), nameOf(record)),
      h("div", { class: "actions" },
        other ? button(`${record.answer ? "Answer" : "Request"} #${other.s}`, () => this.go(other), { title: "Key: p", "aria-keyshortcuts": "p" }) : null,
        button("Compare", () => this.picks.pick(record), { title: "Choose this as the one to compare with; key: a", "aria-keyshortcuts": "a" }),
        a !== null && a !== record ? button(`With #${a.s}`, () => this.picks.compare(record), { class: "primary", title: "Key: c", "aria-keyshortcuts": "c" }) : null));
  }

  #facts(session, record) {
    const facts = [
      ["time", record.w],
      ["kind", record.d === undefined ? null : `${record.k}, ${DIRECTIONS[record.d] ?? record.d}`],
      ["id", record.id],
      ["size", record.b === undefined ? null : `${countText(record.b)} bytes on the wire`],
      ["latency", record.l === undefined ? null : latencyText(record.l)],
      ["answer", isWaiting(record) ? (session.live ? "none yet" : "none") : null],
      ["verdict", record.v === undefined ? null : `${record.v}${record.r === undefined ? "" : ` (${record.r})`}`, "warn"],
      ["outcome", record.e === 1 ? "error" : record.answer?.e === 1 ? `error in #${record.answer.s}` : null, "bad"],
      ["redacted", record.x > 0 ? `${record.x} in this record; the wire had the values` : null],
    ].filter(([, value]) => value !== null && value !== undefined);
    return h("dl", { class: "facts" }, facts.map(([name, value, tone]) => h("div", {}, h("dt", {}, name), h("dd", { class: tone ?? null }, value))));
  }
}
