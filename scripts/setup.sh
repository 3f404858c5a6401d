#!/usr/bin/env bash
# Installs what PURPOSE (build, lint, demo, test or bench) needs and this machine lacks, from the distribution alone.
# With nothing to install it takes a few hundredths of a second and says nothing.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

sdk_link=https://dotnet.microsoft.com/download/dotnet/10.0
build=(gcc libc6-dev zlib1g-dev ca-certificates)
run=("${build[@]}" bubblewrap libseccomp2 util-linux openssl)   # openssl brings libssl3, under whatever name it has here
daemons=false browser=false
case ${1:-test} in
  build) wanted=("${build[@]}") node=false ;;
  lint) wanted=("${build[@]}" shellcheck) node=false ;;
  demo) wanted=("${run[@]}" jq) node=true ;;
  test) wanted=("${run[@]}" jq socat strace age python3-pip rsyslog rsyslog-gnutls fonts-dejavu-core) node=true daemons=true browser=true ;;   # pip: PyPI's packages are built with it
  bench) wanted=("${run[@]}" jq socat age python3-pip) node=true daemons=true ;;
  *) die "unknown purpose: $1" "one of build, lint, demo, test, bench" ;;
esac

# An SDK cannot be had from every distribution, so that it is asked for and not installed.
check_sdk() {
  command -v dotnet >/dev/null || die "the .NET SDK 10 is missing" "install it: $sdk_link"
  dotnet --list-sdks | grep -q '^10\.' || die "dotnet is here, its SDK 10 is not" "install it: $sdk_link"
}

# Node counts as present wherever it comes from; only when there is none does the distribution's come in.
want_node() {
  command -v node >/dev/null || wanted+=(nodejs npm)
  command -v npm >/dev/null || [[ " ${wanted[*]} " == *' npm '* ]] || wanted+=(npm)
}

# Like Node, a daemon counts wherever it comes from: Docker's own packages and the distribution's exclude each other. Only the
# programs are needed: scripts/daemons.sh starts them itself.
want_daemons() {
  command -v dockerd >/dev/null || wanted+=(docker.io)
  command -v podman >/dev/null || wanted+=(podman)
  command -v runc >/dev/null || wanted+=(runc)
  command -v runsc >/dev/null || wanted+=(runsc)
  command -v docker-registry >/dev/null || wanted+=(docker-registry)
}

# Playwright would fetch a browser of its own; the tests drive the one that is here, wherever it comes from.
want_browser() { [[ -x /usr/bin/chromium || -x /usr/bin/google-chrome ]] || wanted+=(chromium); }

# Since Debian 13 its package of the daemon does not bring the client.
want_docker_client() { command -v docker >/dev/null || install_packages docker-cli; }

check_node() {
  local version
  version=$(node --version)
  version=${version#v}
  ((${version%%.*} >= 18)) || die "node $version is too old: the MCP SDK's client needs 18 or later" "install it: https://nodejs.org/en/download"
}

missing_packages() {
  local installed package
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p' || true)
  for package in "${wanted[@]}"; do
    grep -qx "$package" <<<"$installed" || echo "$package"
  done
}

install_packages() {
  local -a as_root
  local log command="apt-get install $*"
  command -v apt-get >/dev/null || die "missing here: $*" "this machine has no apt; install what these Debian packages hold with its own package manager"
  if [[ $(id -u) == 0 ]]; then as_root=(env)
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then as_root=(sudo env)
  else die "missing here: $*" "as root, type: apt-get update && $command"
  fi
  say "installing $* (apt)"
  as_root+=(DEBIAN_FRONTEND=noninteractive apt-get -qq)
  log=$("${as_root[@]}" update </dev/null 2>&1 && "${as_root[@]}" install -y --no-install-recommends "$@" </dev/null 2>&1) ||
    die "apt could not install $*: $log"
}

# Ubuntu 24.04 and later let AppArmor decide who may create a user namespace, and bubblewrap is not among them at first.
check_sandbox() {
  local reason
  reason=$(bwrap --unshare-all --ro-bind / / true 2>&1) && return
  die "bubblewrap cannot create a sandbox on this machine: $reason" \
    "if AppArmor forbids user namespaces (Ubuntu 24.04 and later), allow them to bubblewrap:" \
    "sudo install -m 644 scripts/bwrap.apparmor /etc/apparmor.d/bwrap && sudo apparmor_parser -r /etc/apparmor.d/bwrap" \
    "in a container, give it the right to create namespaces, or use the machine itself"
}

if $node; then want_node; fi
if $daemons; then want_daemons; fi
if $browser; then want_browser; fi
command -v dpkg-query >/dev/null || install_packages "${wanted[@]}"
mapfile -t missing < <(missing_packages)
((${#missing[@]} == 0)) || install_packages "${missing[@]}"
if $daemons; then want_docker_client; fi
check_sdk
if $node; then check_node && check_sandbox; fi
