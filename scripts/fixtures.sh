#!/usr/bin/env bash
# Builds what the tests, the demo and the benchmark run inside a sandbox: the probe and the stubs (C), and the real servers
# and clients from npm at the versions of their lock file. Each part knows when it has nothing to do.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

for build in tests/probe/build.sh tests/stubs/build.sh; do
  [[ ! -f $build ]] || bash "$build" >&2
done
for packages in clients receivers; do
  [[ ! -d tests/$packages ]] || sh tests/install.sh "$packages" >&2
done
