// The list of sessions, the newest first.

class SessionTable {
  constructor(source) {
    this.source = source;
    this.input = h("input", { type: "search", placeholder: "Server, session or day", "aria-label": "filter the sessions", "aria-keyshortcuts": "/", spellcheck: "false", autocomplete: "off" });
    this.count = h("output", { class: "count" });
    this.body = h("tbody");
    this.table = h("table", { class: "sessions" }, h("thead", {}, h("tr", {}, ["Session", "Started (UTC)", "Server", "Duration", "Frames", "Size", "State"].map((name) => h("th", { scope: "col" }, name)))), this.body);
    this.element = h("div", { class: "page" }, h("div", { class: "filter", role: "search" }, this.input, button("Read again", () => this.start(), { title: "Key: r" }), this.count), this.table);
    this.input.addEventListener("input", () => this.#fill());
  }

  async start() {
    try {
      this.sessions = (await this.source.sessions()).sessions;
      this.#fill();
      this.#links()[0]?.focus();
    } catch (error) {
      this.table.replaceWith(h("p", { class: "hint bad" }, error.message));
    }
  }

  stop() {}

  onKey(event) {
    const links = this.#links();
    const at = links.indexOf(document.activeElement);
    const keys = {
      j: () => links[Math.min(links.length - 1, at + 1)]?.focus(), ArrowDown: () => links[Math.min(links.length - 1, at + 1)]?.focus(),
      k: () => links[Math.max(0, at - 1)]?.focus(), ArrowUp: () => links[Math.max(0, at - 1)]?.focus(),
      g: () => links[0]?.focus(), G: () => links.at(-1)?.focus(), r: () => this.start(), "/": () => this.input.focus(),
      Escape: () => {
        this.input.value = "";
        this.#fill();
        this.#links()[0]?.focus();
      },
    };
    if (keys[event.key] === undefined) return false;
    keys[event.key]();
    return true;
  }

  #links() {
    return [...this.body.querySelectorAll("a")];
  }

  #fill() {
    const wanted = this.input.value.toLowerCase();
    const shown = this.sessions.filter((session) => `${session.id} ${session.server} ${session.start} ${session.status}`.toLowerCase().includes(wanted));
    this.body.replaceChildren(...shown.map((session) => this.#row(session)));
    this.count.textContent = shown.length === this.sessions.length ? `${countText(shown.length)} sessions` : `${countText(shown.length)} of ${countText(this.sessions.length)} sessions`;
    if (shown.length === 0) this.body.append(h("tr", {}, h("td", { colspan: "7", class: "hint" }, this.sessions.length === 0 ? "No session was recorded yet: mcpbox run records one." : "No session is called so.")));
  }

  #row(session) {
    const tone = { live: "live", unsealed: "warn", unreadable: "bad" }[session.status] ?? "dim";
    const open = () => (location.hash = `#/s/${session.id}`);
    const row = h("tr", {},
      h("th", { scope: "row" }, h("a", { href: `#/s/${session.id}` }, session.id)), h("td", {}, session.start.replace("T", " ").slice(0, 19)), h("td", {}, session.server),
      h("td", { class: "number" }, session.ms === undefined ? "" : durationText(session.ms)), h("td", { class: "number" }, session.frames === undefined ? "" : countText(session.frames)),
      h("td", { class: "number" }, sizeText(session.bytes)), h("td", {}, h("span", { class: `state ${tone}` }, session.status)));
    row.addEventListener("click", (event) => event.target.closest("a") === null && open());
    return row;
  }
}
