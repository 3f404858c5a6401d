#!/usr/bin/env bash
# Turns results (subject, server, load, metric, value a line) into one table of medians. With a document, the table goes
# between its markers, with the machine and the day; else to the terminal.
# usage: report.sh RESULTS [WHAT-ROUNDS DOCUMENT]
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/../scripts/common.sh"
results=$1 rounds=${2:-} document=${3:-}

medians() {
  sort -t$'\t' -k1,4 -k5,5g "$results" | awk -F'\t' -v OFS='\t' '
    function flush() { if (n) print key, n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2, v[1], v[n]; n = 0 }
    { k = $1 " " $2 " " $3 " " $4; if (k != key) { flush(); key = k } v[++n] = $5 }
    END { flush() }'
}

machine() {
  local cpu kernel virtual=
  cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  kernel=$(uname -r)
  ! grep -qw hypervisor /proc/cpuinfo || virtual=" of a virtual machine"
  echo "Measured on $(date -u +%F) on $(nproc) cores${virtual} (${cpu:-$(uname -m)}), Linux ${kernel%%-*}," \
    "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release); medians of $rounds. Again: \`make bench\`."
}

table=$(medians | awk -f bench/table.awk)
if [[ -z $document ]]; then echo "$table"; exit; fi

{ machine; echo; echo "$table"; } >"$results.section"
awk -v section="$results.section" '
  /<!-- bench:end -->/ { skipping = 0 }
  !skipping
  /<!-- bench:begin -->/ { print ""; while ((getline line < section) > 0) print line; print ""; skipping = 1 }
  ' "$document" >"$results.document"
cat "$results.document" >"$document"
cat "$results.section"
say "written to $document"
