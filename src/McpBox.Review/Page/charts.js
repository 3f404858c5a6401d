// What a session looks like from afar: each answer's latency over time, and calls by tool. Both only select; the list has every number.

class LatencyPlot {
  #points = [];
  #picture = null;
  #frame = 0;

  constructor(onPick) {
    this.canvas = h("canvas", { class: "plot", role: "img", "aria-label": "latency over time" });
    this.note = h("span", { class: "note" });
    this.element = h("section", { class: "panel latency", "aria-labelledby": "latency-title" }, h("header", {}, h("h2", { id: "latency-title" }, "Latency"), this.note), this.canvas);
    this.canvas.addEventListener("click", (event) => {
      const point = this.#nearest(event);
      if (point !== null) onPick(point.record);
    });
    this.canvas.addEventListener("mousemove", (event) => {
      const point = this.#nearest(event);
      this.canvas.title = point === null ? "" : visible(`#${point.record.s} ${nameOf(point.record)} ${latencyText(point.record.l)}`);
    });
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  update(calls, selected) {
    this.calls = calls.filter((record) => record.l !== undefined);
    this.selected = selected;
    const sorted = this.calls.map((record) => record.l).sort((a, b) => a - b);
    const words = sorted.length === 0 ? "no answers yet" : `${countText(sorted.length)} answers · p50 ${latencyText(quantile(sorted, 0.5))} · p95 ${latencyText(quantile(sorted, 0.95))} · max ${latencyText(sorted.at(-1))}`;
    this.note.textContent = words;
    this.canvas.setAttribute("aria-label", `latency over time: ${words}`);
    this.draw();
  }

  /** Everything anew: other answers, another size, other colours. */
  draw() {
    this.#picture = null;
    this.#schedule();
  }

  /** Only the mark of the chosen answer moves; the points, of which there may be a hundred thousand, stay as they were painted. */
  mark(selected) {
    this.selected = selected;
    this.#schedule();
  }

  #schedule() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #paint() {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (width === 0 || this.calls === undefined) return;
    this.#picture ??= this.#paintPoints(width, height);
    [this.canvas.width, this.canvas.height] = [this.#picture.width, this.#picture.height];
    const pen = this.canvas.getContext("2d");
    pen.drawImage(this.#picture, 0, 0);
    pen.scale(devicePixelRatio, devicePixelRatio);
    const chosen = this.#points.find((point) => point.record === this.selected);
    if (chosen === undefined) return;
    pen.strokeStyle = this.#colour("--text");
    pen.lineWidth = 1.5;
    pen.strokeRect(chosen.x - 4.5, chosen.y - 4.5, 9, 9);
  }

  #paintPoints(width, height) {
    const picture = new OffscreenCanvas(width * devicePixelRatio, height * devicePixelRatio);
    const pen = picture.getContext("2d");
    pen.scale(devicePixelRatio, devicePixelRatio);
    pen.font = `10px ${getComputedStyle(this.canvas).fontFamily}`;
    const frame = this.#frameOf(width, height);
    this.#paintGrid(pen, frame);
    this.#points = this.calls.map((record) => ({ record, x: frame.x(record.at), y: frame.y(record.l) }));
    pen.globalAlpha = this.#points.length > 2000 ? 0.5 : 0.85;
    const paint = (colour, test) => {
      pen.fillStyle = this.#colour(colour);
      for (const { record, x, y } of this.#points) if (test(record)) pen.fillRect(x - 1.5, y - 1.5, 3, 3);
    };
    paint("--accent", (record) => !isFailed(record) && !isDenied(record));
    paint("--warn", (record) => !isFailed(record) && isDenied(record));
    paint("--bad", isFailed);
    return picture;
  }

  /** A custom property as a colour that a canvas understands: light-dark() is resolved only in a real one. */
  #colour(name) {
    this.canvas.style.color = `var(${name})`;
    return getComputedStyle(this.canvas).color;
  }

  #frameOf(width, height) {
    const latencies = this.calls.map((record) => Math.max(1, record.l));
    const low = Math.floor(Math.log10(latencies.reduce((a, b) => Math.min(a, b), 1000)));
    const high = Math.max(low + 1, Math.ceil(Math.log10(latencies.reduce((a, b) => Math.max(a, b), 1000) * 1.01)));
    const [first, last] = [this.calls[0]?.at ?? 0, this.calls.at(-1)?.at ?? 1];
    const [left, right, top, bottom] = [46, 8, 6, 16];
    return {
      low, high, first, last, left, right: width - right, top, bottom: height - bottom,
      x: (at) => left + ((at - first) / Math.max(1, last - first)) * (width - left - right),
      y: (value) => height - bottom - ((Math.log10(Math.max(1, value)) - low) / (high - low)) * (height - top - bottom),
    };
  }

  #paintGrid(pen, frame) {
    pen.strokeStyle = this.#colour("--line");
    pen.fillStyle = this.#colour("--dim");
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    const step = Math.ceil((frame.high - frame.low) / 4);
    for (let power = frame.low; power <= frame.high; power += step) {
      const y = Math.round(frame.y(10 ** power)) + 0.5;
      pen.beginPath();
      pen.moveTo(frame.left, y);
      pen.lineTo(frame.right, y);
      pen.stroke();
      pen.fillText(power < 3 ? `${10 ** power} µs` : power < 6 ? `${10 ** (power - 3)} ms` : `${10 ** (power - 6)} s`, frame.left - 6, y);
    }
    pen.textBaseline = "bottom";
    pen.textAlign = "left";
    pen.fillText(`+${(frame.first / 1000).toFixed(1)} s`, frame.left, frame.bottom + 15);
    pen.textAlign = "right";
    pen.fillText(`+${(frame.last / 1000).toFixed(1)} s`, frame.right, frame.bottom + 15);
  }

  #nearest(event) {
    const box = this.canvas.getBoundingClientRect();
    let [best, least] = [null, 144];
    for (const point of this.#points) {
      const distance = (point.x - event.clientX + box.left) ** 2 + (point.y - event.clientY + box.top) ** 2;
      if (distance < least) [best, least] = [point, distance];
    }
    return best;
  }
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

const MOST_BARS = 50;

class ToolTable {
  constructor(onPick) {
    this.onPick = onPick;
    this.note = h("span", { class: "note" });
    this.rows = h("div", { class: "bars", role: "group", "aria-label": "calls by tool" });
    this.element = h("section", { class: "panel tools", "aria-labelledby": "tools-title" }, h("header", {}, h("h2", { id: "tools-title" }, "Tools and methods"), this.note), this.rows);
  }

  update(calls, chosen) {
    const byName = new Map();
    for (const record of calls) {
      const name = nameOf(record);
      const entry = byName.get(name) ?? { name, record, count: 0, bad: 0, latencies: [] };
      entry.count++;
      if (isFailed(record) || isDenied(record)) entry.bad++;
      if (record.l !== undefined) entry.latencies.push(record.l);
      byName.set(name, entry);
    }
    const entries = [...byName.values()].sort((a, b) => b.count - a.count);
    const most = entries[0]?.count ?? 1;
    this.note.textContent = entries.length > MOST_BARS ? `the ${MOST_BARS} most used of ${countText(entries.length)}` : entries.length === 0 ? "no calls yet" : "";
    this.rows.replaceChildren(...entries.slice(0, MOST_BARS).map((entry) => this.#row(entry, most, chosen)));
  }

  #row(entry, most, chosen) {
    const sorted = entry.latencies.sort((a, b) => a - b);
    const bar = h("span", { class: "fill" });
    bar.style.width = `${Math.max(1, (entry.count / most) * 100)}%`;
    return h("button", { type: "button", class: "bar-row", "aria-pressed": String(entry.name === chosen), on: { click: () => this.onPick(entry.name === chosen ? "" : entry.name) } },
      h("span", { class: "name", title: entry.name }, nameParts(entry.record)), h("span", { class: "track" }, bar), h("span", { class: "number", title: "calls" }, countText(entry.count)),
      h("span", { class: "number dim", title: "median latency" }, sorted.length === 0 ? "" : latencyText(quantile(sorted, 0.5))),
      h("span", { class: "number dim wide", title: "95th percentile" }, sorted.length === 0 ? "" : latencyText(quantile(sorted, 0.95))),
      h("span", { class: entry.bad > 0 ? "number bad" : "number dim", title: entry.bad > 0 ? "errors and denials" : null }, entry.bad > 0 ? `${countText(entry.bad)} failed` : ""));
  }
}
