#!/usr/bin/env bash
# Builds what the tests, the demo and the benchmark run inside a sandbox: the probe and the stubs (C), and the real
# servers and clients from npm at the versions of their lock file. Does nothing when all is there.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

for build in tests/probe/build.sh tests/stubs/build.sh; do
  [[ ! -f $build ]] || bash "$build" >&2
done

install_clients() {
  local lock stamp=node_modules/.installed-from
  lock=$(sha256sum <package-lock.json)
  [[ -f $stamp && $(<"$stamp") == "$lock" ]] && return
  say "installing the MCP servers and clients of tests/clients/package-lock.json (npm ci)"
  npm ci --no-audit --no-fund --loglevel=error >&2
  echo "$lock" >"$stamp"
}

[[ ! -f tests/clients/package-lock.json ]] || (cd tests/clients && install_clients)
