// server-memory: a small graph is written, searched, read as a resource and taken apart.
import { outcome } from "./outcome.mjs";

export async function drive(client) {
  const call = (name, args = {}) => outcome(client.callTool({ name, arguments: args }));
  return {
    entities: await call("create_entities", {
      entities: [
        { name: "Ada", entityType: "person", observations: ["wrote a program"] },
        { name: "Engine", entityType: "machine", observations: [] },
      ],
    }),
    relations: await call("create_relations", { relations: [{ from: "Ada", to: "Engine", relationType: "programs" }] }),
    observations: await call("add_observations", { observations: [{ entityName: "Engine", contents: ["was never built"] }] }),
    found: await call("search_nodes", { query: "built" }),
    opened: await call("open_nodes", { names: ["Ada"] }),
    resources: await client.listResources(),
    resource: await outcome(client.readResource({ uri: "memory://knowledge-graph" })),
    deleted: await call("delete_entities", { entityNames: ["Ada"] }),
    graph: await call("read_graph"),
  };
}
