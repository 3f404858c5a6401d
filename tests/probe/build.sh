#!/bin/sh
# Builds the probe, a static program that tries from inside a sandbox what must not work there, into artifacts/probe/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out="$here/../../artifacts/probe"
command -v gcc >/dev/null || { echo "build.sh: gcc is missing (apt install gcc libc6-dev)" >&2; exit 1; }
[ -n "$(find "$out/probe" -newer "$here/probe.c" -newer "$here/build.sh" 2>/dev/null)" ] && exit 0
mkdir -p "$out"
gcc -std=gnu11 -O1 -Wall -Wextra -Werror -static -o "$out/probe.new" "$here/probe.c"
chmod 0755 "$out/probe.new"
mv "$out/probe.new" "$out/probe"
