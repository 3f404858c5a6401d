#!/bin/sh
# Reads test result files (TRX) and prints one line over all of them: "N passed, N failed, N skipped".
# A file that is missing, empty, without counters or without a single test counts as one failure: a suite that did not
# run is not a suite that passed. Exit status 1 when anything failed or no test ran.
# usage: count-results.sh FILE.trx...
for file in "$@"; do
  counters=$(grep -o '<Counters [^>]*' "$file" 2>/dev/null | tail -n 1)
  echo "${counters:-<none}"
done | awk '
  function count(name,    at) {
    at = match($0, " " name "=\"[0-9]+\"")
    return at ? substr($0, at + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0
  }
  {
    total = count("total"); ok = count("passed")
    bad = count("failed") + count("error") + count("timeout") + count("aborted")
    passed += ok; failed += total ? bad : 1; skipped += total - ok - bad
  }
  END {
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || passed + failed == 0
  }'
