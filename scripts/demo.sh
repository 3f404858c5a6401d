#!/usr/bin/env bash
# A real npm MCP server answers a real client from inside a sandbox; then the journal of what they said is read and verified.
# Leaves nothing behind outside artifacts/ and tests/clients/node_modules.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

"$root/scripts/setup.sh" demo
"$root/scripts/native.sh"
"$root/tests/install.sh" clients >&2

mcpbox=artifacts/native/mcpbox
server=tests/clients/node_modules/@modelcontextprotocol/server-everything/dist/index.js
rm -rf artifacts/demo
mkdir -p artifacts/demo
export XDG_STATE_HOME=$root/artifacts/demo/state XDG_CONFIG_HOME=$root/artifacts/demo/config DEMO_API_KEY=sk-demo-1234

# Shows a command as one would type it, then runs it.
try() { printf '\n$ %s\n' "$*"; "$@"; }

say "the same client and the same server, started as it is and through: mcpbox run -- node $server"
node demo/tour.mjs "$mcpbox" "$server"
journal=$(find artifacts/demo/state -name '*.jsonl')

say "the journal of what was said"
try "$mcpbox" log show last
try "$mcpbox" log verify last

cat <<END

The record itself, one JSON object a line: $journal
In a client's config, put "mcpbox run --" in front of the server's command; README.md shows an mcp.json before and after.
END
