#!/usr/bin/env bash
# Every gate that needs no running program: format, warnings as errors on both frameworks, lock files, shell scripts, workflows.
# All of them run even when one fails.
# shellcheck source=scripts/common.sh
source "$(dirname "$0")/common.sh"
"$root/scripts/setup.sh" lint

failed=()
gate() {
  say "$1"
  "${@:2}" >&2 || failed+=("$1")
}

committed_lock_files() {
  local project missing=0
  for project in src/*/ tests/McpBox.*/; do
    git ls-files --error-unmatch "${project}packages.lock.json" >/dev/null 2>&1 && continue
    echo "not committed: ${project}packages.lock.json"
    missing=1
  done
  return $missing
}

shell_scripts() {
  local -a scripts
  mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
  shellcheck -x -P SCRIPTDIR/.. "${scripts[@]}"
}

pinned_actions() {
  ! grep -nE '^[ -]*uses: ' .github/workflows/*.yml | grep -vE 'uses: (\./|[A-Za-z0-9/_-]+@[0-9a-f]{40} # v[0-9])' || return 1
  ! grep -n pull_request_target .github/workflows/*.yml
}

gate "restore, exactly what the lock files say" dotnet restore McpBox.sln --locked-mode -v:quiet --nologo
gate "lock files are committed" committed_lock_files
gate "build, warnings are errors" dotnet build McpBox.sln -c Release --no-restore -v:quiet -clp:NoSummary --nologo
gate "format" dotnet format McpBox.sln --no-restore --verify-no-changes
gate "shell scripts" shell_scripts
gate "actions are pinned by commit" pinned_actions
gate "the count of test results" scripts/count-results.test.sh

((${#failed[@]} == 0)) || die "lint: $(printf '%s; ' "${failed[@]}")failed"
say "lint: all gates passed"
