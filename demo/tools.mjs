// Asks one server for its tools, as a client does at its start, and prints one JSON object: name, version, tools, milliseconds to the first answer,
// or the reason why there was none.
//
// usage: node tools.mjs COMMAND ARGS…
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const patience = 30_000; // milliseconds for everything
const [command, ...args] = process.argv.slice(2);
const began = performance.now();
const server = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
const said = [];
createInterface({ input: server.stderr }).on("line", (line) => said.push(line));
server.stdin.on("error", () => {}); // A server that has ended is told by its exit.
const send = (message) => server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const timer = setTimeout(() => end({ failed: `no answer in ${patience / 1000} s` }), patience);
server.on("exit", (code) => end({ failed: `ended with ${code}: ${said.filter((line) => line.trim()).at(-1) ?? "no word"}` }));

let about;
createInterface({ input: server.stdout }).on("line", (line) => {
  const { id, result, error } = JSON.parse(line);
  if (error) return end({ failed: error.message });
  if (id === 1) {
    about = { ...result.serverInfo, milliseconds: Math.round(performance.now() - began) };
    send({ method: "notifications/initialized" });
    send({ id: 2, method: "tools/list" });
  }
  if (id === 2) end({ ...about, tools: result.tools.map((tool) => tool.name) });
});
send({ id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "mcpbox-tools", version: "1" } } });

function end(result) {
  clearTimeout(timer);
  server.removeAllListeners("exit");
  console.log(JSON.stringify(result));
  server.on("exit", () => process.exit(0));
  server.stdin.end();
  if (server.exitCode !== null || server.signalCode !== null) process.exit(0);
  setTimeout(() => server.kill("SIGKILL"), 10_000);
}
