#!/usr/bin/env bash
# A real npm MCP server answers a real client from inside a sandbox; then the journal of what they said is read and verified.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

"$root/scripts/setup.sh" demo
"$root/scripts/native.sh"
bash tests/clients/install.sh >&2

mcpbox=artifacts/native/mcpbox
server=tests/clients/node_modules/@modelcontextprotocol/server-everything/dist/index.js
export XDG_STATE_HOME=$root/artifacts/demo
rm -rf "$XDG_STATE_HOME"

# Shows a command as one would type it, then runs it.
try() { printf '\n$ %s\n' "$*"; "$@"; }

say "server-everything, through mcpbox"
try node tests/clients/demo.mjs "$mcpbox" run -- node "$server" stdio
journal=$(find "$XDG_STATE_HOME" -name '*.jsonl')
journal=${journal#"$root/"}

say "the journal of what was said"
try "$mcpbox" log list
try "$mcpbox" log show "$journal"
try "$mcpbox" log verify "$journal"

cat <<END

The record itself, one JSON object a line: $journal
In a client's config, put "mcpbox run --" in front of the server's command; README.md shows an mcp.json before and after.
END
