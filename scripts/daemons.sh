#!/usr/bin/env bash
# Container daemons of this clone's own, for tests and the benchmark: a dockerd with its containerd, and podman's service. They share
# nothing with daemons that the machine may run (not even a configuration file), have no network and hold the tests' image alone.
#   start   starts what does not run yet, waits until both answer and loads the image
#   env     prints what tests need to find them, as lines for a shell; fails when they do not run
#   stop    ends them and takes everything of theirs away; does nothing when there is nothing
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

state=$root/artifacts/daemons   # logs, pids and the name of `place`
image=localhost/mcpbox-test:latest
as_root=()
[[ $(id -u) == 0 ]] || as_root=(sudo -n)

# Sockets have paths of at most 107 bytes, and a clone may lie deep: all that daemons make is in a folder with a short name.
if [[ -f $state/place ]]; then place=$(<"$state/place"); else place=; fi
docker_socket=$place/docker.sock podman_socket=$place/podman.sock

docker_here() { "${as_root[@]}" docker --host "unix://$docker_socket" "$@"; }
podman_here() { "${as_root[@]}" podman --remote --url "unix://$podman_socket" "$@"; }

# A pid alone may be another program's by now: it is ours while its command line names our folder.
runs() {
  local pid
  pid=$("${as_root[@]}" cat "$place/$1.pid" 2>/dev/null) || return
  "${as_root[@]}" grep -qzF "$place" "/proc/$pid/cmdline" 2>/dev/null
}

# daemon NAME COMMAND…: in the background, in a session of its own, with nothing of this terminal. Its pid is a file for the next call.
daemon() {
  local name=$1
  shift
  # shellcheck disable=SC2016   # the inner shell's own words
  "${as_root[@]}" setsid --fork sh -c 'echo $$ >"$0"; shift; exec "$@"' "$place/$name.pid" -- "$@" </dev/null >"$state/$name.log" 2>&1
  until [[ -s $place/$name.pid ]]; do sleep 0.02; done
}

# await NAME COMMAND…: until the command succeeds. A daemon that died, or says nothing for a minute, is an error with its last words.
await() {
  local name=$1 deadline=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    if ! runs "$name" || ((SECONDS > deadline)); then
      tail -n 20 "$state/$name.log" >&2
      die "$name does not answer" "its whole log: $state/$name.log"
    fi
    sleep 0.1
  done
}

start_docker() {
  runs containerd || daemon containerd containerd --config "$place/containerd.toml"
  await containerd "${as_root[@]}" test -S "$place/containerd.sock"
  # Named in its configuration, because dockerd otherwise takes the machine's own containerd where there is one.
  runs dockerd || daemon dockerd dockerd --config-file "$place/docker.json"
  await dockerd docker_here version
}

start_podman() {
  runs podman || daemon podman env CONTAINERS_CONF="$place/containers.conf" CONTAINERS_STORAGE_CONF="$place/storage.conf" \
    podman system service --time=0 "unix://$podman_socket"
  await podman podman_here version
  "${as_root[@]}" chown "$(id -u)" "$podman_socket"
}

configure() {
  local driver
  cat >"$place/containerd.toml" <<END
version = 2
root = "$place/containerd/root"
state = "$place/containerd/state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
[grpc]
address = "$place/containerd.sock"
END
  # No bridge and no rules: containers of mcpbox have no network, and the machine's firewall is not ours to change.
  cat >"$place/docker.json" <<END
{
  "hosts": ["unix://$docker_socket"], "group": "$(id -gn)", "containerd": "$place/containerd.sock",
  "data-root": "$place/docker/data", "exec-root": "$place/docker/exec", "pidfile": "$place/docker.pid",
  "bridge": "none", "iptables": false, "ip-forward": false, "ip-masq": false, "userland-proxy": false,
  "runtimes": { "runsc": { "path": "$(command -v runsc)", "runtimeArgs": ["--network=none"] } }
}
END
  # Podman otherwise gives its containers the highest limits there are, which it may itself not be allowed to; and keeps its own
  # monitor of a second process in a container for five minutes.
  cat >"$place/containers.conf" <<END
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
events_logfile_path = "$place/podman/events.log"
lock_type = "file"
tmp_dir = "$place/podman/tmp"
exit_command_delay = 1
END
  # overlay where this folder's file system can carry it, which another overlay (a container's own root) cannot.
  driver=overlay
  [[ $(stat -f -c %T "$place") != overlayfs ]] || driver=vfs
  cat >"$place/storage.conf" <<END
[storage]
driver = "$driver"
graphroot = "$place/podman/storage"
runroot = "$place/podman/run"
END
}

load_image() {
  local client
  "$root/tests/images/build.sh"
  for client in docker_here podman_here; do
    [[ $($client image inspect --format '{{.Id}}' $image 2>/dev/null) != *"$(sed 's/sha256://' artifacts/images/id)" ]] || continue
    $client load --quiet --input artifacts/images/test.tar >/dev/null
  done
}

start() {
  mkdir -p "$state"
  if [[ -z $place || ! -d $place ]]; then
    place=$(mktemp -d "${TMPDIR:-/tmp}/mcpbox-XXXXXX")
    echo "$place" >"$state/place"
    docker_socket=$place/docker.sock podman_socket=$place/podman.sock
    ((${#place} < 70)) || die "$place is too long a path for sockets" "set TMPDIR to a folder with a short name"
  fi
  configure
  start_docker
  start_podman
  load_image
}

env_lines() {
  if ! runs dockerd || ! runs podman; then die "the daemons do not run" "scripts/daemons.sh start"; fi
  printf 'export %s=%s\n' MCPBOX_TEST_DOCKER "unix://$docker_socket" MCPBOX_TEST_PODMAN "unix://$podman_socket" \
    MCPBOX_TEST_IMAGE $image MCPBOX_TEST_IMAGE_ID "$(<artifacts/images/id)"
}

# end NAME: SIGTERM, and SIGKILL for what is still there after twenty seconds.
end() {
  local name=$1 pid deadline=$((SECONDS + 20))
  runs "$name" || return 0
  pid=$("${as_root[@]}" cat "$place/$name.pid")
  "${as_root[@]}" kill -TERM "$pid" || true
  while runs "$name"; do
    ((SECONDS <= deadline)) || "${as_root[@]}" kill -KILL "$pid" || true
    sleep 0.05
  done
}

stop() {
  local containers point
  [[ -n $place && -d $place ]] || { rm -f "$state/place"; return; }
  if runs dockerd; then mapfile -t containers < <(docker_here ps -aq); ((!${#containers[@]})) || docker_here rm -f "${containers[@]}" >/dev/null; fi
  if runs podman; then podman_here rm --all --force --time 0 >/dev/null; fi
  for name in podman dockerd containerd; do end "$name"; done
  # What a daemon left mounted; one that podman's last process unmounts at this moment is no matter.
  while read -r point; do "${as_root[@]}" umount --lazy "$point" 2>/dev/null || true; done < <(sed -nE "s|^[^ ]+ [^ ]+ [^ ]+ [^ ]+ ($place/[^ ]+) .*|\1|p" /proc/self/mountinfo | sort -r)
  "${as_root[@]}" rm -rf --one-file-system "$place"
  rm -f "$state/place"
}

case ${1:-} in
  start) start ;;
  env) env_lines ;;
  stop) stop ;;
  *) die "usage: daemons.sh start|env|stop" ;;
esac
