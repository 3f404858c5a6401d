#!/usr/bin/env bash
# Measures mcpbox beside a bare pipe and socat, and in an image beside `docker run -i`, interleaved, and writes medians into
# docs/benchmarks.md.
# usage: run.sh [--quick] [--rounds N] [--only SUBJECT,...]
#   --quick  one round of the echo loads in a few seconds, to the terminal alone
#   --only   of bare, socat, bwrap, mcpbox, sync (mcpbox with journal.sync = "frame"), docker (docker run --rm -i), docker-fifo, docker-attach (mcpbox in the same image), and of the
#            published package: npx (npx -y), package (mcpbox from its store), docker-package (the same in the image)
# MCPBOX=PATH measures another binary than artifacts/native/mcpbox.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/../scripts/common.sh"
# shellcheck source=bench/build.sh
source "$root/bench/build.sh"

quick=false rounds=7 subjects=(bare socat bwrap mcpbox sync docker docker-fifo docker-attach npx package docker-package)
while (($#)); do
  case $1 in
    --quick) quick=true rounds=1 ;;
    --rounds) rounds=$2; shift ;;
    --only) IFS=, read -ra subjects <<<"$2"; shift ;;
    *) die "unknown option $1" "$(sed -n 's/^# usage: //p' "$0")" ;;
  esac
  shift
done

results=$out/results.tsv
journals=$out/state/mcpbox/journal
mcpbox=${MCPBOX:-$root/artifacts/native/mcpbox}
clients=$root/tests/clients
everything=$clients/node_modules/@modelcontextprotocol/server-everything/dist/index.js
package=@modelcontextprotocol/server-everything
# Every subject gets the same small environment: a variable that only some pass on could cost their server time (Node reads
# certificates that one names, for instance).
environment=(env -i "PATH=$PATH" "HOME=$HOME" LANG=C.UTF-8 "XDG_STATE_HOME=$out/state" "XDG_CONFIG_HOME=$out/config" "XDG_DATA_HOME=$out/data")

# The command line of one subject in front of one server, into the array `command`.
subject() {
  local name=$1; shift
  case $name in
    bare) command=("$@") ;;
    socat) command=(socat - "EXEC:$*") ;;
    bwrap) command=(bwrap --ro-bind / / --dev /dev --proc /proc --tmpfs /tmp --unshare-all --die-with-parent "$@") ;;
    mcpbox) command=("$mcpbox" run -- "$@") ;;
    sync) command=(env "XDG_CONFIG_HOME=$out/sync" "$mcpbox" run -- "$@") ;;
    docker) command=(docker --host "$MCPBOX_TEST_DOCKER" run --rm -i --network none -v "$out/echo:$out/echo:ro" -v "$clients:$clients:ro" "$MCPBOX_TEST_IMAGE" "$@") ;;
    npx) command=("$@") ;;
    package) command=("$mcpbox" run -- "$@") ;;
    docker-package) command=(env "DOCKER_HOST=$MCPBOX_TEST_DOCKER" "XDG_CONFIG_HOME=$out/docker-fifo" "$mcpbox" run "npm:$package" -- stdio) ;;   # behind -- npx would be the image's own
    docker-*) command=(env "DOCKER_HOST=$MCPBOX_TEST_DOCKER" "XDG_CONFIG_HOME=$out/$name" "$mcpbox" run -- "$@") ;;
    *) die "no subject $name" ;;
  esac
}

# measure SUBJECT SERVER LOAD DRIVER-ARGS… -- COMMAND…: appends one line a metric to the results. What mcpbox said on
# stderr is shown when the run fails. Its journal is held against the load, then removed, so that disk writes of one run
# do not fall into the next.
measure() {
  local name=$1 server=$2 load=$3 log=$out/stderr.log line
  shift 3
  local -a driver=("$out/driver")
  while [[ $1 != -- ]]; do driver+=("$1"); shift; done
  shift
  subject "$name" "$@"
  "${environment[@]}" "${driver[@]}" -- "${command[@]}" >"$out/measured" 2>"$log" || { tail -n 20 "$log" >&2; die "$name, $server, $load: the run failed"; }
  while read -r line; do printf '%s\t%s\t%s\t%s\n' "$name" "$server" "$load" "${line/ /$'\t'}"; done <"$out/measured" >>"$results"
  [[ $name != mcpbox && $name != sync && $name != package && $name != docker-* ]] || journalled "${driver[2]:-0}"
}

# Two frames a request at least: what was not recorded must not have been measured.
journalled() {
  local lines=0
  [[ ! -d $journals ]] || lines=$(find "$journals" -name '*.jsonl' -exec cat {} + | wc -l)
  ((lines >= 2 * $1)) || die "the journal holds $lines lines for $1 requests"
  rm -rf "${journals:?}"
}

each() { local name; for name in "${subjects[@]}"; do [[ " $1 " != *" $name "* ]] || measure "$name" "${@:2}"; done; }

# The default profile of a user who wants each record on the disk.
profile_to_disk() {
  mkdir -p "$out/sync/mcpbox/profiles"
  printf 'extends = "strict"\n[journal]\nsync = "frame"\n' >"$out/sync/mcpbox/profiles/strict.toml"
}

# The default profile of two users: theirs names the image, and how its streams are carried.
profiles_in_the_image() {
  local stdio
  for stdio in fifo attach; do
    mkdir -p "$out/docker-$stdio/mcpbox/profiles"
    cat >"$out/docker-$stdio/mcpbox/profiles/strict.toml" <<END
extends = "strict"
[container]
image = "$MCPBOX_TEST_IMAGE"
stdio = "$stdio"
[[filesystem.mounts]]
source = "$out/echo"
mode = "ro"
[[filesystem.mounts]]
source = "$clients"
mode = "ro"
END
  done
}

# The package of the version that the other subjects start from a folder: locked and built for the host and for the image, and in npx's cache.
packages() {
  package=$package@$(jq -r --arg name "node_modules/$package" '.packages[$name].version' "$clients/package-lock.json")
  if [[ " ${subjects[*]} " == *" package "* ]]; then "${environment[@]}" "$mcpbox" lock "npm:$package" >/dev/null; fi
  if [[ " ${subjects[*]} " == *" docker-package "* ]]; then
    "${environment[@]}" env "DOCKER_HOST=$MCPBOX_TEST_DOCKER" "XDG_CONFIG_HOME=$out/docker-fifo" "$mcpbox" lock "npm:$package" >/dev/null
  fi
}

daemons() {
  local environment
  trap '"$root/scripts/daemons.sh" stop' EXIT
  "$root/scripts/daemons.sh" start
  environment=$("$root/scripts/daemons.sh" env)
  eval "$environment"
  profiles_in_the_image
}

round() {
  local trips=20000 frames=300000 large=400 starts=5 i
  if $quick; then trips=5000 frames=100000 large=100 starts=3; fi
  each "bare socat mcpbox docker docker-fifo docker-attach" echo trip trips $trips 120 -- "$out/echo"
  each "sync" echo trip trips $((trips / 10)) 120 -- "$out/echo"
  each "bare socat mcpbox sync docker docker-fifo docker-attach" echo small stream $frames 120 -- "$out/echo"
  each "bare socat mcpbox sync docker docker-fifo docker-attach" echo large stream $large 1048576 -- "$out/echo"
  for ((i = 0; i < starts; i++)); do each "bare socat bwrap mcpbox docker docker-fifo docker-attach" echo start start -- "$out/echo"; done
  each "mcpbox" echo idle idle -- "$out/echo"
  if $quick; then return; fi
  each "bare socat mcpbox docker docker-fifo docker-attach" everything trip trips 3000 120 -- node "$everything" stdio
  for ((i = 0; i < starts; i++)); do
    each "bare bwrap mcpbox docker docker-fifo docker-attach" everything start start -- node "$everything" stdio
    each "npx package docker-package" everything start start -- npx -y "$package" stdio
  done
  each "mcpbox" everything idle idle -- node "$everything" stdio
}

# How much of the machine nobody uses, in percent, over two seconds: numbers from a busy machine are of that machine.
idle_share() {
  local _ user nice system idle iowait rest before_idle before_total total
  read -r _ user nice system idle iowait rest </proc/stat
  before_idle=$idle before_total=$((user + nice + system + idle + iowait))
  sleep 2
  read -r _ user nice system idle iowait rest </proc/stat
  total=$((user + nice + system + idle + iowait - before_total))
  echo $(((idle - before_idle) * 100 / total))
}

build_bench
profile_to_disk
# Which image an earlier run meant by the same tag is of no interest to this one.
rm -f "$out/state/mcpbox/images.json"
[[ " ${subjects[*]} " != *" docker"* ]] || daemons
if ! $quick; then
  "$root/scripts/fixtures.sh"
  packages
fi
: >"$results"
rm -rf "${journals:?}"
idle=$(idle_share)
((idle >= 90)) || say "this machine is busy ($idle % idle): compare the columns, not the numbers with others'"
for ((r = 1; r <= rounds; r++)); do
  say "round $r of $rounds"
  round
done
if $quick; then bench/report.sh "$results"; else bench/report.sh "$results" "$rounds rounds, the machine $idle % idle before them, nice $(nice)" docs/benchmarks.md; fi
