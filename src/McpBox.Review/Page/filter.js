// Which records are shown. What the list knows is searched at once; bodies are searched by the source, slice by slice, while one goes on reading.

class Filter {
  text = "";
  name = "";
  side = "";
  failed = false;
  denied = false;
  calls = false;
  #bodies = null;
  #search = null;

  /** @param onChange nothing → nothing, everything is to be looked at again */
  constructor(source, onChange) {
    this.source = source;
    this.onChange = onChange;
    this.state = h("output", { class: "note", "aria-live": "off" });
    this.input = h("input", { type: "search", placeholder: "Search", "aria-label": "search in all records", "aria-keyshortcuts": "/", title: "Key: /", spellcheck: "false", autocomplete: "off", maxlength: "256" });
    this.names = h("select", { "aria-label": "tool or method" });
    this.sides = h("select", { "aria-label": "direction" }, [["", "all directions"], ["c2s", "→ from the client"], ["s2c", "← from the server"], ["stderr", "! stderr"], ["stray", "? stray"], ["event", "* mcpbox"]].map(([value, label]) => h("option", { value }, label)));
    this.buttons = {
      calls: toggle("Calls", "1", false, (isOn) => this.set({ calls: isOn })),
      failed: toggle("Errors", "2", false, (isOn) => this.set({ failed: isOn })),
      denied: toggle("Denied", "3", false, (isOn) => this.set({ denied: isOn })),
    };
    this.count = h("output", { class: "count" });
    this.element = h("div", { class: "filter", role: "search" }, this.input, this.state, this.names, this.sides, Object.values(this.buttons), this.count);
    let typing = 0;
    this.input.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.set({ text: this.input.value }), 150);
    });
    this.names.addEventListener("change", () => this.set({ name: this.names.value }));
    this.sides.addEventListener("change", () => this.set({ side: this.sides.value }));
  }

  get isOn() {
    return this.text !== "" || this.name !== "" || this.side !== "" || this.failed || this.denied || this.calls;
  }

  set(change) {
    const searched = this.text;
    Object.assign(this, change);
    for (const [name, element] of Object.entries(this.buttons)) setPressed(element, this[name]);
    if (this.input.value !== this.text) this.input.value = this.text;
    if (this.names.value !== this.name) this.names.value = this.name;
    if (this.text !== searched) this.#begin();
    this.onChange();
  }

  clear() {
    this.set({ text: "", name: "", side: "", failed: false, denied: false, calls: false });
    this.sides.value = "";
  }

  offer(names) {
    const wanted = ["", ...names];
    if (wanted.length === this.names.options.length) return;
    this.names.replaceChildren(...wanted.slice(0, 500).map((name) => h("option", { value: name }, name === "" ? "all tools and methods" : name)));
    [...this.names.options].forEach((option, at) => (option.value = wanted[at]));
    this.names.value = this.name;
  }

  /** Searches what was added. */
  resume(session) {
    this.session = session;
    if (this.text !== "" && this.#search === null) this.#run();
  }

  stop() {
    this.#search?.abort();
    this.#search = null;
  }

  passes(record) {
    if (this.calls && record.k !== "request") return false;
    if (this.failed && !isFailed(record) && !(record.request && isFailed(record.request))) return false;
    if (this.denied && !isDenied(record)) return false;
    if (this.side !== "" && record.d !== this.side) return false;
    if (this.name !== "" && nameOf(record) !== this.name) return false;
    return this.text === "" || this.#bodies.has(record.i) || this.#inShape(record);
  }

  #inShape(record) {
    const wanted = this.text.toLowerCase();
    return [nameOf(record), record.id, record.r, record.k, markOf(record), `#${record.s}`].some((text) => text !== undefined && text.toLowerCase().includes(wanted));
  }

  #begin() {
    this.stop();
    this.#bodies = new Set();
    this.from = this.session?.from ?? 0;
    this.state.textContent = "";
    if (this.text !== "" && this.session) this.#run();
  }

  async #run() {
    const search = this.#search = new AbortController();
    try {
      for (let ended = false; !ended && !search.signal.aborted;) {
        const answer = await this.source.search(this.session.id, this.text, this.from, search.signal);
        if (search.signal.aborted) return;
        answer.found.forEach((index) => this.#bodies.add(index));
        ended = answer.ended || this.from === answer.next || answer.next > this.session.next + 1;
        this.from = answer.next;
        this.state.textContent = ended ? "" : `searching, ${countText(this.from)} records so far`;
        if (answer.found.length > 0 || ended) this.onChange();
      }
    } catch (error) {
      if (!search.signal.aborted) this.state.textContent = visible(`search failed: ${error.message}`);
    }
    if (this.#search === search) this.#search = null;
  }
}
