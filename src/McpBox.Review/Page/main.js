// The frame around it all: where one is, keys, light and dark.

const store = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch {
      // A file that is opened from the disk may keep nothing.
    }
  },
};

/** The key comes once, with the page that the token opened; this origin's storage keeps it for a reload. The spent token leaves the address. */
function keyOfPage() {
  const given = document.querySelector("meta[name=mcpbox-key]");
  if (given !== null) {
    store.set("mcpbox-key", given.content);
    given.remove();
  }
  if (location.search !== "") history.replaceState(null, "", `/${location.hash}`);
  return given?.content ?? store.get("mcpbox-key") ?? "";
}

const embedded = document.getElementById("session-data");
const source = embedded === null ? new ServerSource(keyOfPage()) : new FileSource(embedded);
let view = null;

function route() {
  view?.stop();
  const [, kind, id, , from] = location.hash.split("/");
  const session = kind === "s" && /^[A-Za-z0-9]{1,64}$/.test(id ?? "") ? id : source.only;
  view = session === undefined ? new SessionTable(source) : new Timeline(source, session, Number(from) || 0);
  document.getElementById("where").textContent = session === undefined ? "" : `/ ${session}`;
  document.title = session === undefined ? "mcpbox journal" : `${session} · mcpbox journal`;
  document.getElementById("main").replaceChildren(view.element);
  view.start();
}

function setTheme(theme) {
  if (theme === null) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  view?.plot?.draw();
}

function toggleTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  store.set("mcpbox-theme", next);
  setTheme(next);
  announce(`${next} colours`);
}

function onKey(event) {
  const typing = event.target.closest?.("input, select, textarea");
  const keys = document.getElementById("keys");
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  if (typing) {
    if (event.key !== "Escape" && !(event.key === "Enter" && typing.type === "search")) return;
    if (event.key === "Enter") {
      document.querySelector(".list, .sessions a")?.focus();
      if (view.list && view.list.selected < 0) view.list.select(0);
      event.preventDefault();
      return;
    }
  }
  const done = { "?": () => keys.showModal(), t: toggleTheme, u: () => source.only || (location.hash = "#/") }[event.key];
  if (done !== undefined) done();
  else if (!view.onKey(event)) return;
  event.preventDefault();
}

setTheme(store.get("mcpbox-theme"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => view?.plot?.draw());
document.addEventListener("keydown", onKey);
document.getElementById("theme").addEventListener("click", toggleTheme);
document.getElementById("help").addEventListener("click", () => document.getElementById("keys").showModal());
document.getElementById("keys-close").addEventListener("click", () => document.getElementById("keys").close());
addEventListener("hashchange", route);
if (source.only !== undefined) document.querySelector(".brand").removeAttribute("href");
route();
