// Drives one MCP server with the TypeScript SDK's client and prints what came of it as one JSON object, without anything that differs
// from run to run: bare and through mcpbox must print the same.
//
// usage: node drive.mjs SCENARIO [--folder DIRECTORY] -- COMMAND [ARG...]
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { parseArguments } from "./scenarios/arguments.mjs";

const { scenario, folder, command, args } = parseArguments(process.argv.slice(2));
const { capabilities = {}, prepare = () => {}, drive } = await import(`./scenarios/${scenario}.mjs`);

const client = new Client({ name: "mcpbox-drive", version: "1.0.0" }, { capabilities });
prepare(client);
await client.connect(new StdioClientTransport({ command, args, env: process.env, stderr: "inherit" }));
const result = {
  server: client.getServerVersion(),
  capabilities: client.getServerCapabilities(),
  instructions: client.getInstructions(),
  tools: (await client.listTools()).tools,
  ...(await drive(client, folder)),
};
await client.ping();
await client.close();
process.stdout.write(`${JSON.stringify(result)}\n`);
