#!/bin/sh
# Compiles the stub servers and the recorder into artifacts/stubs, each only when its source is newer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../../artifacts/stubs
mkdir -p "$out"
built=0
for source in "$here"/*.c; do
    program=$out/$(basename "$source" .c)
    # shellcheck disable=SC3013   # dash and bash both know -nt
    if [ -e "$program" ] && [ "$program" -nt "$source" ] && [ "$program" -nt "$here/stub.h" ]; then
        continue
    fi
    # Static: a stub is one file, so it runs in any sandbox that shows that file.
    cc -std=c17 -O2 -Wall -Wextra -Werror -static -pthread -o "$program.new" "$source"
    mv "$program.new" "$program"
    built=$((built + 1))
done
[ "$built" = 0 ] || echo "stubs: $built compiled into artifacts/stubs"
