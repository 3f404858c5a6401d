#!/usr/bin/env bash
# usage: bench/journals.sh [MEBIBYTES]
# Writes journals through the real writer, once as 64 sessions and once as one, and asks them: wall time, CPU time and peak memory of the
# published binary, three runs each. MCPBOX=path/to/mcpbox measures another binary.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/../scripts/common.sh"

size=${1:-1024}
mcpbox=${MCPBOX:-artifacts/native/mcpbox}
[[ -n ${MCPBOX:-} ]] || scripts/native.sh
[[ -x /usr/bin/time ]] || die "there is no /usr/bin/time" "install the package \`time\`"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet build bench/journals -c Release -v:quiet --nologo
for files in 64 1; do
  dotnet bench/journals/bin/Release/net10.0/McpBox.Bench.Journals.dll "$folder/$files/mcpbox/journal" "$size" "$files"
done

measure() {
  local files=$1 run
  shift
  for run in 1 2 3; do
    XDG_STATE_HOME="$folder/$files" /usr/bin/time -f "%e %U %S %M" -o "$folder/time" "$mcpbox" log "$@" >/dev/null || true
    printf '%-28s %4s files  run %s  %s\n' "$*" "$files" "$run" "$(tail -n1 "$folder/time" | awk '{ printf "wall %.2f s, cpu %.2f s, peak %d MiB", $1, $2 + $3, $4 / 1024 }')"
  done
}

for files in 64 1; do
  measure "$files" stats
  measure "$files" grep 'nobody ever said this'
  measure "$files" grep 'src/value déjà'
done
