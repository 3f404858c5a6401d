#!/bin/sh
# Reads test result files (TRX) and prints each failed test: its file, its name, and the first lines of what it said. A log that is
# kept from its end alone still tells what failed.
# usage: list-failures.sh FILE.trx...
for file in "$@"; do
  [ -f "$file" ] || { echo "failed: $file was not written"; continue; }
  sed 's/<UnitTestResult /\n&/g; s/<\/UnitTestResult>/&\n/g' "$file" |
    awk -v file="$(basename "$file" .trx)" '
      /<UnitTestResult / { inside = / outcome="(Failed|Error|Timeout|Aborted)"/; lines = 0 }
      inside {
        if (match($0, /testName="[^"]*"/)) print "failed: " file ": " substr($0, RSTART + 10, RLENGTH - 11)
        text = $0; gsub(/<[^>]*>/, " ", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&amp;/, "\\&", text)
        if (text ~ /[^ ]/ && lines++ < 12) print "    " substr(text, 1, 400)
      }
      /<\/UnitTestResult>/ { inside = 0 }'
done
