// A list of which only the rows in sight are elements: a hundred thousand records scroll like ten.

const ROW_HEIGHT = 22;

// Browsers cannot lay out an element much taller than this; a list that is, is scrolled in proportion.
const TALLEST = 15_000_000;

class VirtualList {
  count = 0;
  selected = -1;
  stick = false;
  #rows = new Map();
  #frame = 0;

  /** @param make row number → element; @param onSelect row number → nothing; @param onOpen nothing → nothing */
  constructor(label, make, onSelect, onOpen) {
    this.make = make;
    this.onSelect = onSelect;
    this.onOpen = onOpen;
    this.space = h("div", { class: "space", role: "presentation" });
    this.element = h("div", { class: "list", role: "listbox", tabindex: "0", "aria-label": label, id: "list" }, this.space);
    this.element.addEventListener("scroll", () => {
      this.stick = this.element.scrollTop + this.element.clientHeight >= this.element.scrollHeight - ROW_HEIGHT;
      this.#schedule();
    });
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.element.addEventListener("click", (event) => {
      const row = event.target.closest("[data-row]");
      if (row !== null) this.select(Number(row.dataset.row));
    });
    new ResizeObserver(() => this.#schedule()).observe(this.element);
  }

  get #height() {
    return Math.min(this.count * ROW_HEIGHT, TALLEST);
  }

  /** After rows were added, or all of them changed. */
  update(count, all) {
    this.count = count;
    this.space.style.height = `${this.#height}px`;
    if (all) this.#clear();
    if (this.stick) this.element.scrollTop = this.element.scrollHeight;
    this.#draw();
  }

  select(row, { quiet = false, centre = false } = {}) {
    if (this.count === 0) return;
    const next = Math.max(0, Math.min(this.count - 1, row));
    this.#mark(this.selected, false);
    this.selected = next;
    this.#reveal(next, centre);
    this.#draw();
    this.#mark(next, true);
    if (!quiet) this.onSelect(next);
  }

  /** Puts the selection on another row without moving there; -1 for none. */
  place(row) {
    this.selected = row;
    this.#clear();
    this.#draw();
  }

  move(step) {
    this.select(this.selected < 0 ? (step < 0 ? this.count - 1 : 0) : this.selected + step);
  }

  redraw() {
    this.#clear();
    this.#draw();
  }

  toEnd() {
    this.stick = true;
    this.element.scrollTop = this.element.scrollHeight;
    this.#draw();
  }

  #clear() {
    for (const element of this.#rows.values()) element.remove();
    this.#rows.clear();
  }

  get #page() {
    return Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT) - 1);
  }

  #first() {
    const full = this.count * ROW_HEIGHT;
    const room = Math.max(1, this.#height - this.element.clientHeight);
    const offset = full <= TALLEST ? this.element.scrollTop : (this.element.scrollTop / room) * (full - this.element.clientHeight);
    return Math.floor(offset / ROW_HEIGHT);
  }

  #reveal(row, centre) {
    const first = this.#first();
    const page = this.#page;
    if (row >= first + 1 && row < first + page) return;
    const top = centre ? row - Math.floor(page / 2) : row <= first ? row : row - page + 1;
    const full = this.count * ROW_HEIGHT;
    const wanted = Math.max(0, top * ROW_HEIGHT);
    this.element.scrollTop = full <= TALLEST ? wanted : (wanted / (full - this.element.clientHeight)) * (this.#height - this.element.clientHeight);
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    const first = Math.max(0, this.#first() - 8);
    const end = Math.min(this.count, first + Math.ceil(this.element.clientHeight / ROW_HEIGHT) + 16);
    for (const [row, element] of this.#rows) {
      if (row < first || row >= end) {
        element.remove();
        this.#rows.delete(row);
      }
    }
    const shift = this.count * ROW_HEIGHT <= TALLEST ? 0 : this.element.scrollTop - this.#first() * ROW_HEIGHT;
    for (let row = first; row < end; row++) {
      let element = this.#rows.get(row);
      if (element === undefined) {
        element = this.make(row);
        element.dataset.row = row;
        element.id = `row-${row}`;
        element.setAttribute("role", "option");
        element.setAttribute("aria-posinset", row + 1);
        this.#rows.set(row, element);
        this.space.append(element);
      }
      element.setAttribute("aria-setsize", this.count);
      element.setAttribute("aria-selected", String(row === this.selected));
      element.style.transform = `translateY(${row * ROW_HEIGHT + shift}px)`;
    }
    if (this.#rows.has(this.selected)) this.element.setAttribute("aria-activedescendant", `row-${this.selected}`);
    else this.element.removeAttribute("aria-activedescendant");
  }

  #mark(row, isOn) {
    this.#rows.get(row)?.setAttribute("aria-selected", String(isOn));
  }

  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: this.#page, PageUp: -this.#page, Home: -this.count, End: this.count }[event.key];
    if (step !== undefined) this.move(step);
    else if (event.key === "Enter") this.onOpen();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
