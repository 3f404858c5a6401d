// Where records come from: the server of `mcpbox log view`, or the file itself.

class ServerSource {
  #key;

  constructor(key) {
    this.#key = key;
  }

  async #get(path, signal) {
    const reply = await fetch(path, { headers: { "X-Mcpbox-Key": this.#key }, credentials: "same-origin", cache: "no-store", redirect: "error", signal });
    if (!reply.ok) throw new Error((await reply.text()).trim());
    return reply;
  }

  async sessions() {
    return (await this.#get("/api/sessions")).json();
  }

  async records(id, from, wait, signal) {
    return (await this.#get(`/api/sessions/${encodeURIComponent(id)}/records?from=${from}${wait ? "&wait=1" : ""}`, signal)).json();
  }

  async body(id, record, whole) {
    const reply = await this.#get(`/api/sessions/${encodeURIComponent(id)}/body?i=${record.i}${whole ? "&whole=1" : ""}`);
    const bytes = new Uint8Array(await reply.arrayBuffer());
    return { bytes, total: Number(reply.headers.get("X-Mcpbox-Total")), cut: reply.headers.get("X-Mcpbox-Cut") === "1", mayLoad: true };
  }

  async search(id, text, from, signal) {
    return (await this.#get(`/api/sessions/${encodeURIComponent(id)}/search?q=${encodeURIComponent(text)}&from=${from}`, signal)).json();
  }
}

class FileSource {
  #head;
  #records;

  constructor(head) {
    this.#head = JSON.parse(head.textContent);
    this.#records = [...document.querySelectorAll("script.records")].flatMap((part) => JSON.parse(part.textContent));
  }

  get only() {
    return this.#head.id;
  }

  async sessions() {
    return { sessions: [this.#head] };
  }

  async records(id, from) {
    return { id, server: this.#head.server, from, live: false, records: this.#records.slice(from), ended: true };
  }

  async body(id, record) {
    const bytes = record.text === undefined
      ? Uint8Array.from(atob(record.base64 ?? ""), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(record.text);
    return { bytes, total: record.f === "raw" ? Math.floor(record.n / 4) * 3 : record.n, cut: record.cut === 1, mayLoad: false };
  }

  async search(id, text, from) {
    const wanted = text.toLowerCase();
    const found = [];
    for (const record of this.#records.slice(from)) {
      const body = record.text ?? visibleBytes((await this.body(id, record)).bytes);
      if (body.toLowerCase().includes(wanted)) found.push(record.i);
    }
    return { found, next: this.#records.length, ended: true };
  }
}
