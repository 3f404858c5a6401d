# Sourced: compiles the load generator and the echo server, and has mcpbox built unless MCPBOX names one.
# shellcheck shell=bash
# shellcheck disable=SC2154   # the root comes from scripts/common.sh
out=$root/artifacts/bench

build_bench() {
  local name
  "$root/scripts/setup.sh" bench
  if [[ -z ${MCPBOX:-} ]]; then "$root/scripts/native.sh"; fi
  mkdir -p "$out/config"
  for name in echo driver; do
    [[ $out/$name -nt bench/$name.c ]] || gcc -std=gnu17 -O2 -Wall -Wextra -Werror -static -o "$out/$name" "bench/$name.c"
  done
}
