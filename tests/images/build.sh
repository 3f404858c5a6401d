#!/usr/bin/env bash
# Makes the tests' image out of what is on this machine: node with npm, a shell and a few small programs, with the libraries that ldd names.
# No registry and no daemon is asked: the result, artifacts/images/test.tar, is what `docker load` and `podman load` read. The same
# files give the same bytes, so that the image has the same id (artifacts/images/id) in every daemon.
# Two names, one set of files: localhost/mcpbox-test:latest says no more than a PATH, :entrypoint what a packaged server says.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/../../scripts/common.sh"

out=$root/artifacts/images
files=$out/root
name=localhost/mcpbox-test
programs=(sh cat cp dd env false grep head id ln ls mkdir mkfifo mv nice printenv rm sed seq setsid sleep stat tail tee touch true wc yes)
search=/usr/local/bin:/usr/bin:/bin

# "path inside, path on this machine", a line each, libraries included.
contents() {
  local program from
  printf '/usr/bin/node\t%s\n' "$(readlink -f "$(command -v node)")"
  for program in "${programs[@]}"; do
    # A shell has some of them as words of its own: only files count here.
    from=$(PATH=$search type -P "$program") || die "$program is missing here" "apt-get install coreutils util-linux grep sed"
    printf '/usr/bin/%s\t%s\n' "$program" "$(readlink -f "$from")"
  done
}

# The folder with npm and all that it requires: its own, or the one that Debian's package shares with its dependencies.
npm_folder() {
  local folder
  folder=$(readlink -f "$(command -v npm)") || die "npm is missing here" "apt-get install nodejs npm"
  folder=${folder%/bin/*}
  [[ $folder != /usr/share/nodejs/* ]] || folder=/usr/share/nodejs
  echo "$folder"
}

# Its files, sorted, but what only people read.
npm_files() { find "$npm" \( -path "$npm/docs" -o -path "$npm/man" \) -prune -o \( -type f -o -type l \) -printf '%P\n' | LC_ALL=C sort; }

# A library stands where the loader looks for it, whatever it is a link to here.
libraries() {
  cut -f2 | xargs -d '\n' ldd 2>/dev/null | grep -oE '/[^ :]+' | grep -E '/(ld-|[^/]+\.so)[^/]*$' | sort -u | while read -r library; do
    printf '%s\t%s\n' "$library" "$(readlink -f "$library")"
  done
}

# Every distribution of the last years has /lib, /bin … as links into /usr; so has the image.
place() {
  local folder inside from program
  rm -rf "$files"
  mkdir -p "$files"/{etc,proc,sys,dev,tmp,usr/bin}
  for folder in bin sbin lib lib64; do
    mkdir -p "$files/usr/$folder"
    ln -s "usr/$folder" "$files/$folder"
  done
  while IFS=$'\t' read -r inside from; do
    mkdir -p "$files${inside%/*}"
    cp "$from" "$files$inside"
  done
  # At its own path, because the link in PATH leads there.
  mkdir -p "$files$npm"
  tar -C "$npm" --files-from <(npm_files) -c | tar -C "$files$npm" -x
  for program in npm npx; do ln -s "$(readlink -f "$(command -v $program)")" "$files/usr/bin/$program"; done
  printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$files/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$files/etc/group"
  printf 'passwd: files\ngroup: files\nhosts: files\n' >"$files/etc/nsswitch.conf"
  chmod -R u=rwX,go=rX "$files"
  chmod 1777 "$files/tmp"
}

pack() { tar --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 "$@"; }

# The configuration of an image, by whose SHA-256 daemons know it; prints that.
configure() {
  local config=$1 layer=$2 id
  printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z","config":%s,"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},%s}' \
    "$architecture" "$config" "$layer" '"history":[{"created":"1970-01-01T00:00:00Z","created_by":"tests/images/build.sh"}]' >"$out/archive/config.json"
  id=$(sha256sum <"$out/archive/config.json")
  id=${id%% *}
  mv "$out/archive/config.json" "$out/archive/$id.json"
  echo "$id"
}

build() {
  local layer plain packaged
  rm -rf "$out/archive"
  mkdir -p "$out/archive"
  place <"$out/contents"
  pack -C "$files" -cf "$out/archive/layer.tar" .
  layer=$(sha256sum <"$out/archive/layer.tar")
  plain=$(configure '{"Env":["PATH=/usr/bin:/bin"]}' "${layer%% *}")
  packaged=$(configure '{"Env":["PATH=/usr/bin:/bin","GREETING=from the image"],"Entrypoint":["/usr/bin/node"],"Cmd":["--version"],"WorkingDir":"/tmp"}' "${layer%% *}")
  printf '[{"Config":"%s.json","RepoTags":["%s:latest"],"Layers":["layer.tar"]},{"Config":"%s.json","RepoTags":["%s:entrypoint"],"Layers":["layer.tar"]}]' \
    "$plain" "$name" "$packaged" "$name" >"$out/archive/manifest.json"
  pack -C "$out/archive" -cf "$out/test.tar" .
  rm -rf "$out/archive" "$files"
  echo "sha256:$plain" >"$out/id"
}

case $(uname -m) in
  x86_64) architecture=amd64 ;;
  aarch64) architecture=arm64 ;;
  *) die "no test image for $(uname -m)" ;;
esac
mkdir -p "$out"
npm=$(npm_folder)
contents >"$out/contents"
libraries <"$out/contents" >"$out/libraries"
cat "$out/libraries" >>"$out/contents"
sources=$({ cat "$0" "$out/contents"; cut -f2 "$out/contents" | xargs -d '\n' cat; npm_files; tar -C "$npm" --mtime=@0 --files-from <(npm_files) -c; } | sha256sum)
if [[ -f $out/test.tar && -f $out/id && -f $out/sources.sha256 && $(<"$out/sources.sha256") == "$sources" ]]; then exit 0; fi
say "packing the tests' image (node $(node --version), npm $(npm --version) and a shell)"
build
echo "$sources" >"$out/sources.sha256"
