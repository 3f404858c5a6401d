// server-everything: each feature of the protocol once, with requests in both directions.
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { outcome } from "./outcome.mjs";

export const capabilities = { roots: { listChanged: true }, sampling: {}, elicitation: {} };

/** What the server may ask of the client. */
export function prepare(client) {
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: "file:///srv/project", name: "project" }] }));
  client.setRequestHandler(CreateMessageRequestSchema, (request) => ({
    role: "assistant",
    model: "none",
    content: { type: "text", text: `sampled: ${request.params.messages.length}` },
  }));
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: "decline" }));
}

export async function drive(client) {
  return {
    calls: await callTools(client),
    asked: await beAsked(client),
    resources: await readResources(client),
    prompts: await getPrompts(client),
    completion: await client.complete({ ref: { type: "ref/prompt", name: "completable-prompt" }, argument: { name: "department", value: "E" } }),
    progress: await watchProgress(client),
    cancellation: await cancel(client),
    logging: await log(client),
  };
}

async function callTools(client) {
  const call = (name, args = {}) => outcome(client.callTool({ name, arguments: args }));
  return {
    echo: await call("echo", { message: "Grüße, 世界 \u{1F44B}\u2028 \u0000 </script> \"\\" }),
    sum: await call("get-sum", { a: 0.1, b: 0.2 }),
    image: await call("get-tiny-image"),
    structured: await call("get-structured-content", { location: "Chicago" }),
    annotated: await call("get-annotated-message", { messageType: "error", includeImage: true }),
    links: await call("get-resource-links", { count: 3 }),
    wrongArguments: await call("get-sum", { a: "one" }),
    unknownTool: await call("no-such-tool"),
    atOnce: await Promise.all(Array.from({ length: 50 }, (_, n) => call("get-sum", { a: n, b: n }))),
  };
}

async function beAsked(client) {
  return {
    roots: await outcome(client.callTool({ name: "get-roots-list", arguments: {} })),
    sampling: await outcome(client.callTool({ name: "trigger-sampling-request", arguments: { prompt: "hello", maxTokens: 10 } })),
    elicitation: await outcome(client.callTool({ name: "trigger-elicitation-request", arguments: {} })),
  };
}

async function readResources(client) {
  const { resources } = await client.listResources();
  return {
    list: resources,
    templates: (await client.listResourceTemplates()).resourceTemplates,
    contents: await Promise.all(resources.map(({ uri }) => client.readResource({ uri }))),
    unknown: await outcome(client.readResource({ uri: "demo://resource/none" })),
    subscribed: await subscribe(client, resources[0].uri),
  };
}

async function subscribe(client, uri) {
  const updated = new Promise((resolve) => client.setNotificationHandler(ResourceUpdatedNotificationSchema, (n) => resolve(n.params)));
  await client.subscribeResource({ uri });
  await client.callTool({ name: "toggle-subscriber-updates", arguments: {} });
  const seen = await updated;
  await client.callTool({ name: "toggle-subscriber-updates", arguments: {} });
  await client.unsubscribeResource({ uri });
  return seen;
}

async function getPrompts(client) {
  return {
    list: (await client.listPrompts()).prompts,
    simple: await client.getPrompt({ name: "simple-prompt" }),
    withArguments: await client.getPrompt({ name: "args-prompt", arguments: { city: "Zürich" } }),
    missingArgument: await outcome(client.getPrompt({ name: "args-prompt", arguments: {} })),
  };
}

/** The last step of four is left out: the client may drop it when it arrives together with the result. */
async function watchProgress(client) {
  const steps = [];
  const result = await client.callTool({ name: "trigger-long-running-operation", arguments: { duration: 0.2, steps: 4 } }, undefined, {
    onprogress: (progress) => steps.push(progress),
  });
  return { steps: steps.slice(0, 3), result };
}

/** Cancels a call at its first step of ten; the session must be of use afterwards. (The server works on to its end, and says so.) */
async function cancel(client) {
  const abort = new AbortController();
  const call = client.callTool({ name: "trigger-long-running-operation", arguments: { duration: 1, steps: 10 } }, undefined, {
    signal: abort.signal,
    onprogress: () => abort.abort("enough"),
  });
  return { refused: (await outcome(call)).error !== undefined, after: await outcome(client.callTool({ name: "echo", arguments: { message: "still here" } })) };
}

/** The server picks a level at random: what is kept is that a message came. */
async function log(client) {
  const level = await outcome(client.setLoggingLevel("debug"));
  const arrived = new Promise((resolve) =>
    client.setNotificationHandler(LoggingMessageNotificationSchema, (notification) => resolve(/-?level/i.test(notification.params.data))),
  );
  const started = await client.callTool({ name: "toggle-simulated-logging", arguments: {} });
  const message = await arrived;
  const stopped = await client.callTool({ name: "toggle-simulated-logging", arguments: {} });
  return { level, started, message, stopped };
}
