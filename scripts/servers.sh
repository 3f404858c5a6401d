#!/usr/bin/env bash
# Locks and builds the published servers of demo/servers.toml, starts each offline in its sandbox, asks it for its tools, and writes what came of it
# between the markers of docs/packages.md. Needs npm's registry for the locking alone.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

"$root/scripts/setup.sh" demo
"$root/scripts/native.sh"
out=$root/artifacts/servers
document=docs/packages.md
mcpbox=artifacts/native/mcpbox
mkdir -p "$out/config/mcpbox" "$out/state" "$out/data"
cp demo/servers.toml "$out/config/mcpbox/config.toml"
export XDG_CONFIG_HOME=$out/config XDG_STATE_HOME=$out/state XDG_DATA_HOME=$out/data

# Of each server: its name, its spec and its profile, as demo/servers.toml has them.
declared() {
  awk -F'"' '
    function flush() { if (name) print name "\t" spec "\t" profile; profile = "strict" }
    /^\[servers\.[^.]*\]$/ { flush(); name = substr($0, 10, length($0) - 10) }
    /^spec = / { spec = $2 }
    /^profile = / { profile = $2 }
    END { flush() }' demo/servers.toml
}

row() {
  local name=$1 spec=$2 profile=$3 locked answer
  if ! locked=$("$mcpbox" lock "$name" 2>&1 >/dev/null); then
    printf "| \`%s\` | | not locked: %s |\n" "$spec" "$(grep -m1 -oE 'MB[0-9]{4}.*' <<<"$locked" | tr '|' '/')"
    return
  fi
  answer=$(node demo/tools.mjs "$mcpbox" run "$name" </dev/null)
  jq -r --arg spec "$spec" --arg profile "$profile" '
    "| `\($spec)` | `\($profile)` | " +
    if .failed then "does not start: \(.failed | gsub("[|\n]"; " ") | .[:160])"
    else "\(.tools | length): \(.tools[:6] | join(", "))\(if (.tools | length) > 6 then ", …" else "" end)" end + " |"' <<<"$answer"
}

{
  printf '\n%s\n\n| server | profile | tools |\n| --- | --- | --- |\n' "As of $(date -u +%F), by \`make servers\`; each was started offline, without a key of anybody's."
  while IFS=$'\t' read -r name spec profile; do
    say "$name"
    row "$name" "$spec" "$profile"
  done < <(declared)
  echo
} >"$out/table.md"
awk -v table="$out/table.md" '
  /<!-- servers:end -->/ { skipping = 0 }
  !skipping
  /<!-- servers:begin -->/ { while ((getline line < table) > 0) print line; skipping = 1 }' "$document" >"$out/document.md"
cat "$out/document.md" >"$document"
cat "$out/table.md"
