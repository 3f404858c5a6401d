// The client of `make demo`: speaks to server-everything and prints what it answered, then asks it for what a sandboxed server
// must not have: this process's environment and a port of this machine.
//
// usage: node demo.mjs COMMAND [ARG...]
import { createServer } from "node:http";
import { once } from "node:events";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const [command, ...args] = process.argv.slice(2);
const client = new Client({ name: "mcpbox-demo", version: "1.0.0" });
const show = (what, text) => console.log(`  ${what.padEnd(28)} ${text}`);
const call = async (name, parameters = {}) => (await client.callTool({ name, arguments: parameters })).content[0]?.text ?? "";

let visits = 0;
const listener = createServer((_request, response) => {
  visits++;
  response.end("reached");
}).listen(0, "127.0.0.1");
await once(listener, "listening");

await client.connect(new StdioClientTransport({ command, args, env: process.env, stderr: "inherit" }));
const { name, version } = client.getServerVersion();
const { tools } = await client.listTools();
show("the server says it is", `${name} ${version}, ${tools.length} tools`);
show("echo", await call("echo", { message: "hello from inside the sandbox" }));
show("get-sum of 17 and 25", await call("get-sum", { a: 17, b: 25 }));
show("environment, here", `${Object.keys(process.env).length} variables`);
show("environment, as it sees it", Object.keys(JSON.parse(await call("get-env"))).sort().join(" "));
const answer = await call("gzip-file-as-resource", { name: "page", data: `http://127.0.0.1:${listener.address().port}/` });
show("a page of this machine", visits === 0 ? `not reached (${answer})` : "REACHED");
await client.close();
listener.close();
process.exitCode = visits === 0 ? 0 : 1;
