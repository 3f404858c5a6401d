// A session: its numbers, its charts, the list of its records and the one that is chosen.

class Timeline {
  #shown = [];
  #looked = 0;
  #stop = new AbortController();
  #charting = 0;
  #cost = 0;

  constructor(source, id, from = 0) {
    this.source = source;
    this.session = new Session(id, from);
    this.picks = new Picks(() => this.#reshow(), (a, b) => this.#compare(a, b));
    this.pane = new RecordPane(source, (record) => this.go(record), this.picks);
    this.filter = new Filter(source, () => this.#refilter());
    this.list = new VirtualList("records", (row) => this.#row(this.#shown[row]), (row) => this.#show(this.#shown[row]), () => this.pane.element.focus());
    this.plot = new LatencyPlot((record) => this.go(record));
    this.tools = new ToolTable((name) => this.filter.set({ name }));
    this.facts = h("dl", { class: "facts session-facts" });
    this.note = h("p", { class: "cut", role: "status", hidden: true });
    this.follow = toggle("Follow", "f", false, (isOn) => this.#follow(isOn));
    this.follow.hidden = true;
    this.filter.element.append(this.follow);
    this.split = h("div", { class: "split" }, h("div", { class: "left" }, h("div", { class: "columns", "aria-hidden": "true" }, ["#", "time", "", "what", "id", "latency", "size", "content"].map((name) => h("span", {}, name))), this.list.element), this.pane.element);
    this.element = h("div", { class: "session" }, this.facts, h("div", { class: "charts" }, this.plot.element, this.tools.element), this.filter.element, this.note, this.split);
  }

  get chosen() {
    return this.#shown[this.list.selected];
  }

  async start() {
    this.list.element.focus();
    try {
      await this.#load();
      this.filter.resume(this.session);
      while (!this.#stop.signal.aborted && this.session.live) {
        await whenVisible();
        await this.#more(true);
      }
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#lost(error);
    }
  }

  stop() {
    this.#stop.abort();
    this.filter.stop();
  }

  /** Goes to a record; where the filter hides it, the filter is given up. */
  go(record) {
    let row = this.#shown.indexOf(record);
    if (row < 0) {
      this.filter.clear();
      row = this.#shown.indexOf(record);
    }
    if (row >= 0) this.list.select(row, { centre: true });
  }

  onKey(event) {
    const keys = {
      j: () => this.list.move(1), k: () => this.list.move(-1), g: () => this.list.select(0), G: () => this.list.select(this.list.count - 1),
      p: () => this.chosen && (this.chosen.answer ?? this.chosen.request) && this.go(this.chosen.answer ?? this.chosen.request),
      a: () => this.chosen && this.picks.pick(this.chosen), c: () => this.picks.compare(this.chosen),
      f: () => this.follow.hidden || this.follow.click(), "/": () => this.filter.input.focus(),
      1: () => this.filter.buttons.calls.click(), 2: () => this.filter.buttons.failed.click(), 3: () => this.filter.buttons.denied.click(),
      Escape: () => this.#escape(),
    };
    if (keys[event.key] === undefined) return false;
    keys[event.key]();
    return true;
  }

  #escape() {
    if (this.split.classList.contains("comparing")) this.#closeComparison();
    else if (document.activeElement === this.list.element && this.filter.isOn) this.filter.clear();
    this.list.element.focus();
  }

  async #load() {
    do await this.#more(false);
    while (!this.#stop.signal.aborted && !this.session.loaded && !this.session.full);
    if (this.session.full && !this.session.loaded) this.#say(`Shown: ${countText(this.session.records.length)} records from #${this.session.from} on. `, h("a", { href: `#/s/${this.session.id}/from/${this.session.next}` }, "The next ones"));
    else if (this.session.from > 0) this.#say(`Shown: from #${this.session.from} on. `, h("a", { href: `#/s/${this.session.id}` }, "From the beginning"));
  }

  async #more(wait) {
    const before = this.session.dropped;
    const answer = await this.source.records(this.session.id, this.session.next, wait, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    const wasLive = this.session.live;
    this.session.add(answer, wait);
    this.session.loaded = answer.ended;
    if (this.session.dropped !== before) this.#refilter();
    else this.#extend();
    if (wait) this.filter.resume(this.session);
    if (this.session.live && this.follow.hidden) this.#follow(true);
    if (wasLive && !this.session.live) announce("the session ended");
    this.follow.hidden = !this.session.live;
    this.#tell();
  }

  #extend() {
    for (; this.#looked < this.session.records.length; this.#looked++) {
      const record = this.session.records[this.#looked];
      if (this.filter.passes(record)) this.#shown.push(record);
    }
    this.list.update(this.#shown.length, false);
    if (this.session.live) this.list.redraw();
    this.#count();
  }

  #refilter() {
    const chosen = this.chosen;
    this.#shown = this.session.records.filter((record) => this.filter.passes(record));
    this.#looked = this.session.records.length;
    this.list.selected = chosen === undefined ? -1 : this.#shown.indexOf(chosen);
    this.list.update(this.#shown.length, true);
    if (this.list.selected >= 0) this.list.select(this.list.selected, { quiet: true });
    this.#count();
    this.#tell();
  }

  #count() {
    const [shown, all] = [this.#shown.length, this.session.records.length];
    this.filter.count.textContent = shown === all ? `${countText(all)} records` : `${countText(shown)} of ${countText(all)} records`;
  }

  /** The numbers and charts; not more often than one can read. */
  #tell() {
    this.#charting ||= setTimeout(() => {
      this.#charting = 0;
      const began = performance.now();
      const calls = this.session.records.filter((record) => record.k === "request");
      this.filter.offer([...new Set(calls.map(nameOf))].sort());
      this.plot.update(calls, this.chosen && requestOf(this.chosen));
      this.tools.update(calls, this.filter.name);
      this.#tellFacts(calls);
      this.#cost = performance.now() - began;
    }, 60 + 5 * this.#cost);
  }

  #tellFacts(calls) {
    const { records, live, server, id } = this.session;
    const count = (test) => records.reduce((sum, record) => sum + (test(record) ? 1 : 0), 0);
    const isSealed = records.at(-1)?.k === "seal";
    const bad = calls.reduce((sum, record) => sum + (isFailed(record) ? 1 : 0), 0);
    const denied = count((record) => record.v === "deny");
    const facts = [
      ["server", server], ["session", id],
      ["state", live ? "being recorded" : isSealed ? "sealed" : this.session.loaded ? "no seal: killed, or cut off" : "…", live ? "live" : isSealed || !this.session.loaded ? null : "warn"],
      ["began", records[0]?.w?.replace("T", " ").slice(0, 19)], ["lasted", durationText(records.at(-1)?.at ?? 0)],
      ["calls", countText(calls.length)], ["errors", countText(bad), bad > 0 ? "bad" : null], ["denied", countText(denied), denied > 0 ? "warn" : null],
      ["unanswered", countText(calls.reduce((sum, record) => sum + (isWaiting(record) ? 1 : 0), 0))], ["stray", countText(count((record) => record.d === "stray"))], ["stderr", countText(count((record) => record.d === "stderr"))],
    ];
    this.facts.replaceChildren(...facts.filter(([, value]) => value).map(([name, value, tone]) => h("div", {}, h("dt", {}, name), h("dd", { class: tone ?? null }, value))));
  }

  #row(record) {
    const tone = isFailed(record) || record.k === "unreadable" ? "bad" : record.v !== undefined ? "warn" : record.d === "stderr" || record.d === "event" ? "quiet" : "";
    const chosen = this.chosen;
    const partner = chosen !== undefined && (chosen.answer === record || chosen.request === record);
    const latency = record.k === "request" && isWaiting(record) ? (this.session.live ? "…" : "no answer") : record.l === undefined ? "" : latencyText(record.l);
    const mark = markOf(record);
    const name = record.k === "unreadable" ? "not a record" : nameOf(record);
    return h("div", { class: `row ${tone}${partner ? " partner" : ""}${this.picks.a === record ? " pick" : ""}${record.k === "response" ? " response" : ""}` },
      h("span", { class: "number dim" }, record.s ?? record.i), h("span", { class: "number dim" }, (record.at / 1000).toFixed(3)), h("span", { class: `arrow ${record.d ?? ""}` }, arrowOf(record)),
      h("span", { class: "what", title: name }, record.k === "unreadable" ? name : nameParts(record)), h("span", { class: "id dim" }, record.id ?? ""), h("span", { class: record.k === "response" ? "number dim" : "number" }, latency), h("span", { class: "number dim" }, record.b === undefined ? "" : sizeText(record.b)),
      h("span", { class: "preview" }, mark === "" ? null : [h("span", { class: "mark" }, mark), " "], (record.p ?? "").slice(0, 240)));
  }

  #show(record) {
    if (this.split.classList.contains("comparing")) this.split.classList.remove("comparing");
    this.list.redraw();
    this.plot.mark(requestOf(record));
    this.pane.show(this.session, record);
  }

  #reshow() {
    this.list.redraw();
    if (this.chosen) this.pane.show(this.session, this.chosen);
  }

  #compare(a, b) {
    this.split.classList.add("comparing");
    showComparison(this.pane.element, this.source, this.session, a, b, () => this.#closeComparison());
  }

  #closeComparison() {
    this.split.classList.remove("comparing");
    this.#reshow();
    this.list.element.focus();
  }

  #follow(isOn) {
    setPressed(this.follow, isOn);
    if (isOn) this.list.toEnd();
    else this.list.stick = false;
  }

  #say(...words) {
    this.note.hidden = false;
    this.note.replaceChildren(...words.map((word) => (word instanceof Node ? word : document.createTextNode(visible(word)))));
  }

  #lost(error) {
    this.#say(`mcpbox does not answer any more (${error.message}). What was read stays here. `, button("Try again", () => {
      this.note.hidden = true;
      this.start();
    }));
  }
}

/** Soon, or when somebody looks: a page in the background asks for nothing. */
function whenVisible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}
