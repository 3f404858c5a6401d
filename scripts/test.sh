#!/usr/bin/env bash
# Builds everything that the tests need, runs every test project even when one fails, and ends with the plain line
# "N passed, N failed, N skipped". Result files: artifacts/test-results/*.trx, and screenshots/*.png of the page. Docker and Podman run
# meanwhile, for the tests alone.
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

# run PROJECT NAME OPTION…: the results go to NAME.trx. The runner's own status counts too: one that dies after it wrote its results
# must not look like a pass.
run() {
  local project=$1 name=$2 trx=$results/$2.trx status=0
  shift 2
  say "$name"
  timeout --kill-after=10s 15m "tests/$project/bin/Release/net10.0/$project" -noLogo -noColor -trx "$trx" "$@" </dev/null >&2 || status=$?
  if ((status)) && "$root/scripts/count-results.sh" "$trx" >/dev/null; then
    say "$name ended with status $status, though its results show no failure"
    rm "$trx"
  fi
  files+=("$trx")
}

# What relays bytes is held to the same sentences on each engine; the rest of the end-to-end tests is about one, or about none.
run_relay_on_containers() {
  MCPBOX_E2E_ENGINE=docker-fifo run "$1" "$1.docker-fifo" -trait engine=any
  MCPBOX_E2E_ENGINE=podman-fifo run "$1" "$1.podman-fifo" -trait engine=any
  MCPBOX_E2E_ENGINE=docker-attach run "$1" "$1.docker-attach" -trait engine=any -trait- "needs=the end of each stream"
}

for project in "${projects[@]}"; do
  run "$project" "$project"
  [[ $project != McpBox.EndToEnd.Tests ]] || run_relay_on_containers "$project"
done
"$root/scripts/list-failures.sh" "${files[@]}" | tee "$results/failures.txt" >&2
"$root/scripts/count-results.sh" "${files[@]}" | tee "$results/summary.txt"
