#!/bin/sh
# usage: tests/install.sh clients|receivers
# Installs the pinned npm packages of that folder into its node_modules: servers and clients (about 180 MB), or readers of exports. Does
# nothing when the lock file is that of the last time. No package's install script runs.
set -eu
case ${1:-} in
clients | receivers) ;;
*)
    echo "usage: tests/install.sh clients|receivers" >&2
    exit 2
    ;;
esac
cd "$(dirname "$0")/$1"
stamp=node_modules/.installed-lock.sha256
lock=$(cat package.json package-lock.json | sha256sum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ]; then
    exit 0
fi
echo "$1: installing the pinned npm packages (once)"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
echo "$lock" >"$stamp"
