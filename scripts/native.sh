#!/usr/bin/env bash
# Publishes the Native AOT binaries, mcpbox and the init of its sandboxes, to artifacts/native; does nothing when their sources are those
# of the last time.
# The framework is net10.0 where its AOT pack can be restored, else net9.0: docs/decisions/0002-native-aot-on-net9.md.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"

out=artifacts/native
stamp=artifacts/native-build/sources.sha256
case $(uname -m) in
  x86_64) rid=linux-x64 ;;
  aarch64) rid=linux-arm64 ;;
  *) die "no native build for $(uname -m)" "linux-x64 and linux-arm64 have one; \`dotnet run --project src/McpBox.Cli\` works anywhere" ;;
esac

# By content, so that neither a fresh clone's dates nor a deleted file mislead.
fingerprint() {
  local -a from=(src Directory.*.props global.json scripts/native.sh)
  [[ ! -d profiles ]] || from+=(profiles)
  find "${from[@]}" \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

publish() {
  dotnet publish "$1" -c Release -r "$rid" -p:NativeTfm="$framework" -o artifacts/native-build/publish -v:quiet --nologo
}

# One step each: a running session keeps the binary it has.
put() {
  install -m 755 "artifacts/native-build/publish/$1" "$out/$1.new"
  mv -f "$out/$1.new" "$out/$1"
}

# A missing pack (NU1101, NU1102) is the one failure that another framework can mend; any other is shown as it is.
choose_framework() {
  local key log framework choice=artifacts/native-build/framework
  key="$(dotnet --version) $rid"
  if [[ -f $choice ]] && [[ $(head -n1 "$choice") == "$key" ]]; then tail -n1 "$choice"; return; fi
  if log=$(dotnet restore src/McpBox.Cli -r "$rid" -p:NativeTfm=net10.0 -v:quiet --nologo 2>&1); then framework=net10.0
  elif grep -qE 'NU110[12].*(NativeAOT|ILCompiler)' <<<"$log"; then framework=net9.0
  else die "restoring the packages failed: $log"
  fi
  printf '%s\n' "$key" "$framework" >"$choice"
  echo "$framework"
}

mkdir -p artifacts/native-build
sources=$(fingerprint)
if [[ -x $out/mcpbox && -x $out/mcpbox-init && -f $stamp && $(<"$stamp") == "$sources" ]]; then exit 0; fi

"$root/scripts/setup.sh" build
framework=${NATIVE_TFM:-$(choose_framework)}
[[ $framework == net10.0 ]] || say "the net10.0 AOT pack cannot be restored here: building for $framework"
say "building $out/mcpbox and mcpbox-init ($framework, $rid; about a minute)"
publish src/McpBox.Init >&2
publish src/McpBox.Cli >&2
mkdir -p "$out"
put mcpbox-init
put mcpbox
echo "$sources" >"$stamp"
