// server-sequential-thinking: a thought, a branch of it, and one that is refused.
import { outcome } from "./outcome.mjs";

export async function drive(client) {
  const think = (args) => outcome(client.callTool({ name: "sequentialthinking", arguments: args }));
  return {
    first: await think({ thought: "begin", nextThoughtNeeded: true, thoughtNumber: 1, totalThoughts: 2 }),
    branch: await think({ thought: "or else", nextThoughtNeeded: false, thoughtNumber: 2, totalThoughts: 2, branchFromThought: 1, branchId: "b" }),
    wrongArguments: await think({ thought: 1 }),
  };
}
