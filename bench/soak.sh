#!/usr/bin/env bash
# One session after the other through mcpbox for MINUTES (default 10): lone requests, pipelined small frames, 1 MiB frames.
# Fails when an answer is wrong or missing, a journal does not verify, a session's memory passes its bound, or a server
# outlives its session.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/../scripts/common.sh"
# shellcheck source=bench/build.sh
source "$root/bench/build.sh"

minutes=${1:-10}
mcpbox=${MCPBOX:-$root/artifacts/native/mcpbox}
limit_kib=$((65 * 1024))   # 64 MiB and the largest frame of this load
export XDG_STATE_HOME=$out/soak XDG_CONFIG_HOME=$out/config
journals=$XDG_STATE_HOME/mcpbox/journal
sessions=0 highest=0

session() {
  local peak journal
  rm -rf "${journals:?}"
  "$out/driver" "$@" -- "$mcpbox" run -- "$out/echo" >"$out/measured" 2>"$out/stderr.log" ||
    { tail -n 20 "$out/stderr.log" >&2; die "session $sessions ($*) failed"; }
  peak=$(sed -n 's/^peak_kib //p' "$out/measured")
  ((peak <= limit_kib)) || die "session $sessions ($*) held $peak KiB, more than $limit_kib"
  journal=$(find "$journals" -name '*.jsonl')
  "$mcpbox" log verify "$journal" >"$out/verify.log" || { cat "$out/verify.log" >&2; die "the journal of session $sessions ($*) does not verify"; }
  ! pgrep -f "^$out/echo" >/dev/null || die "a server outlived session $sessions ($*)"
  ((highest >= peak)) || highest=$peak
  sessions=$((sessions + 1))
}

build_bench
say "soak: $minutes minutes"
until ((SECONDS >= minutes * 60)); do
  session trips 20000 120
  session trips 2000 16384
  session stream 500000 120
  session stream 400 1048576
  session start
done
echo "$sessions sessions, every answer right, every journal verified, at most $((highest / 1024)) MiB"
