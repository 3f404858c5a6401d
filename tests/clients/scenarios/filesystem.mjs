// server-filesystem in a folder of its own: write, edit, list, search, read; and a path outside, which it must refuse.
import { outcome } from "./outcome.mjs";

export async function drive(client, folder) {
  const call = (name, args = {}) => outcome(client.callTool({ name, arguments: args }));
  const file = `${folder}/notes/a.txt`;
  return {
    allowed: await call("list_allowed_directories"),
    created: await call("create_directory", { path: `${folder}/notes` }),
    written: await call("write_file", { path: file, content: "one\ntwo\nthree – ümläut\n" }),
    edited: await call("edit_file", { path: file, edits: [{ oldText: "two", newText: "2" }] }),
    read: await call("read_text_file", { path: file }),
    head: await call("read_text_file", { path: file, head: 1 }),
    several: await call("read_multiple_files", { paths: [file, `${folder}/missing`] }),
    listed: await call("list_directory", { path: folder }),
    found: await call("search_files", { path: folder, pattern: "**/*.txt" }),
    tree: await call("directory_tree", { path: folder }),
    moved: await call("move_file", { source: file, destination: `${folder}/b.txt` }),
    outside: await call("read_text_file", { path: "/etc/passwd" }),
    unknownMethod: await outcome(client.listResources()),
  };
}
