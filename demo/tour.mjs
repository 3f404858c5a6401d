// One MCP client, one real server, twice: started as it is, and through mcpbox. Each time the client asks the same of it and keeps what it learned.
//
// usage: node tour.mjs MCPBOX SERVER_SCRIPT
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [mcpbox, script] = process.argv.slice(2).map((path) => resolve(path));
const beside = createRequire(script); // The SDK that lies beside the server.
const load = (path) => import(pathToFileURL(beside.resolve(`@modelcontextprotocol/sdk/${path}`)));
const { Client } = await load("client/index.js");
const { StdioClientTransport } = await load("client/stdio.js");

const server = [process.execPath, script];
const neighbour = createServer((_, response) => response.end("what only this machine should see\n"));
await new Promise((listening) => neighbour.listen(0, "127.0.0.1", listening));
const url = `http://127.0.0.1:${neighbour.address().port}/`;

const bare = await visit(server);
const boxed = await visit([mcpbox, "run", "--", ...server]);
neighbour.close();

row("", "started as it is", "through mcpbox");
for (const question of Object.keys(bare)) row(question, bare[question], boxed[question]);

/** A session: initialize, list, and three calls. */
async function visit([command, ...args]) {
  const began = performance.now();
  const client = new Client({ name: "mcpbox-demo", version: "1.0.0" });
  await client.connect(new StdioClientTransport({ command, args, env: process.env, stderr: "ignore" }));
  const ready = performance.now() - began;
  const call = async (name, given = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: given });
    return { text: content[0].text, isError };
  };
  const { tools } = await client.listTools();
  const sum = await call("get-sum", { a: 19, b: 23 });
  const environment = JSON.parse((await call("get-env")).text);
  const fetched = await call("gzip-file-as-resource", { name: "n.gz", data: url });
  await client.close();
  return {
    "time to the first answer": `${Math.round(ready)} ms`,
    "tools listed": `${tools.length}`,
    "get-sum 19 23": sum.text.replace(/\.$/, "").split(" ").at(-1),
    "environment it can see": `${Object.keys(environment).length} variables`,
    "  $DEMO_API_KEY": environment.DEMO_API_KEY ?? "not there",
    "fetch a service of this machine": fetched.isError ? "no network" : "reached it",
  };
}

function row(question, left, right) {
  console.log(`    ${question.padEnd(34)}${left.padEnd(20)}${right}`);
}
