// One session in memory: records in their order, each response bound to its request. Bounded: the page holds a window of a long session.

const MOST_RECORDS = 200_000;
const DROP = 20_000;

class Session {
  records = [];
  dropped = 0;
  live = false;
  ended = false;
  server = "";
  #pending = new Map();
  #start;

  constructor(id, from = 0) {
    this.id = id;
    this.from = from;
  }

  get next() {
    const last = this.records.at(-1);
    return last === undefined ? this.from : last.i + 1;
  }

  /** True when the window cannot take more without dropping its beginning. */
  get full() {
    return this.records.length >= MOST_RECORDS;
  }

  add(answer, following) {
    this.server = answer.server;
    this.live = answer.live;
    this.ended = answer.ended && !answer.live;
    for (const record of answer.records) {
      this.#start ??= record.t;
      record.at = record.t === undefined ? this.records.at(-1)?.at ?? 0 : (record.t - this.#start) / 1e6;
      this.#pair(record);
      this.records.push(record);
    }
    if (following && this.full) {
      this.records.splice(0, DROP);
      this.dropped += DROP;
    }
  }

  #pair(record) {
    if (record.id === undefined) return;
    const fromClient = record.d === "c2s";
    if (record.k === "request") {
      if (this.#pending.size < 65_536) this.#pending.set(`${fromClient} ${record.id}`, record);
      record.answer = null;
    } else if (record.k === "response") {
      const key = `${!fromClient} ${record.id}`;
      const request = this.#pending.get(key);
      if (request === undefined) return;
      this.#pending.delete(key);
      request.answer = record;
      record.request = request;
      request.l = record.l ??= Math.max(0, Math.round((record.at - request.at) * 1000));
    }
  }
}

/** The method and tool that a record is about: its own, or those of the request that it answers. */
const aboutOf = (record) => record.request ?? record;

function nameOf(record) {
  const about = aboutOf(record);
  if (about.m === undefined) return record.d === "event" || record.d === undefined ? record.k : record.k === "response" ? "(no request)" : record.k;
  return about.o === undefined ? about.m : `${about.m} ${about.o}`;
}

/** The same for the eye: a tool's name comes first, because it says more than "tools/call". */
function nameParts(record) {
  const about = aboutOf(record);
  return about.m !== undefined && about.o !== undefined ? [about.o, h("span", { class: "by" }, ` ${about.m}`)] : [nameOf(record)];
}

const isFailed = (record) => record.e === 1 || record.answer?.e === 1;
const isDenied = (record) => record.v === "deny" || record.v === "withhold" || record.answer?.v === "deny";
const isWaiting = (record) => record.k === "request" && record.answer === null && record.v === undefined;

function arrowOf(record) {
  return { c2s: "→", s2c: "←", stderr: "!", event: "*" }[record.d] ?? "?";
}

const DIRECTIONS = { c2s: "from the client", s2c: "from the server", stderr: "a line of the server's stderr", stray: "a stray line of the server's stdout", event: "mcpbox's own" };

function markOf(record) {
  const words = [];
  if (record.d === "stray") words.push("stray");
  if (record.v !== undefined) words.push({ deny: "denied", withhold: "withheld", synthetic: "by mcpbox" }[record.v] ?? record.v);
  if (record.r !== undefined) words.push(record.r);
  if (record.e === 1) words.push("error");
  if (record.x > 0) words.push(`${record.x} redacted`);
  return words.join(" ");
}
