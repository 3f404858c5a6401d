#!/bin/sh
# Installs the pinned npm servers and clients into tests/clients/node_modules. Does nothing when the lock file is that of the last time.
# No package's install script runs.
set -eu
cd "$(dirname "$0")"
stamp=node_modules/.installed-lock.sha256
lock=$(cat package.json package-lock.json | sha256sum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ]; then
    exit 0
fi
echo "clients: installing the pinned npm servers and clients (about 180 MB, once)"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
echo "$lock" >"$stamp"
