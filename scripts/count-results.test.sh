#!/bin/sh
# The gate that counts is itself held: each case is what the files say, and the line and status that must come out.
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

trx() { echo "<TestRun><ResultSummary outcome=\"Completed\"><Counters total=\"$2\" executed=\"$2\" passed=\"$3\" failed=\"$4\" error=\"0\" passedButRunAborted=\"0\" /></ResultSummary></TestRun>" >"$work/$1.trx"; }

expect() {
  want=$1
  shift
  got=$(cd "$work" && "$here/count-results.sh" "$@"; echo "status $?")
  [ "$got" = "$want" ] && return
  printf 'count-results.sh %s\n  want: %s\n  got:  %s\n' "$*" "$want" "$got"
  failed=1
}

trx good 5 5 0
trx mixed 7 4 2
trx empty 0 0 0
: >"$work/blank.trx"
newline='
'
expect "5 passed, 0 failed, 0 skipped${newline}status 0" good.trx
expect "9 passed, 2 failed, 1 skipped${newline}status 1" good.trx mixed.trx
expect "5 passed, 1 failed, 0 skipped${newline}status 1" good.trx empty.trx
expect "5 passed, 1 failed, 0 skipped${newline}status 1" good.trx blank.trx
expect "5 passed, 1 failed, 0 skipped${newline}status 1" good.trx missing.trx
expect "0 passed, 0 failed, 0 skipped${newline}status 1"
exit $failed
