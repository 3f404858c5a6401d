#!/usr/bin/env bash
# Builds everything that the tests need, runs every test project even when one fails, and ends with the plain line
# "N passed, N failed, N skipped". Result files: artifacts/test-results/*.trx. Docker and Podman run meanwhile, for the tests alone.
# usage: test.sh [PROJECT...], e.g. test.sh McpBox.Toml.Tests
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
"$root/scripts/setup.sh" test
"$root/scripts/native.sh"
"$root/scripts/fixtures.sh"
say "building the tests"
dotnet build McpBox.sln -c Release -v:quiet -clp:NoSummary --nologo >&2

trap '"$root/scripts/daemons.sh" stop' EXIT
say "starting Docker and Podman"
"$root/scripts/daemons.sh" start
environment=$("$root/scripts/daemons.sh" env)
eval "$environment"

projects=("$@")
((${#projects[@]})) || mapfile -t projects < <(cd tests && printf '%s\n' McpBox.*.Tests)
files=()

# The runner's own status counts too: one that dies after it wrote its results must not look like a pass.
run() {
  local project=$1 trx=$results/$1.trx status=0
  say "$project"
  timeout --kill-after=10s 15m "tests/$project/bin/Release/net10.0/$project" -noLogo -noColor -trx "$trx" </dev/null >&2 || status=$?
  if ((status)) && "$root/scripts/count-results.sh" "$trx" >/dev/null; then
    say "$project ended with status $status, though its results show no failure"
    rm "$trx"
  fi
  files+=("$trx")
}

for project in "${projects[@]}"; do run "$project"; done
"$root/scripts/count-results.sh" "${files[@]}" | tee "$results/summary.txt"
