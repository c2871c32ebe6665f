# shellcheck shell=bash disable=SC2034  # what is unused here is used by those that source it
# What the scripts share: where things are, how they speak, and how they run a long step. Sourced, never run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/value-ledger
cargo_bin=${CARGO_HOME:-$HOME/.cargo}/bin
wasm_target=wasm32-unknown-unknown

# rustup's installer adds this folder in login shells only, and a CI job is seldom one.
case ":$PATH:" in
  *":$cargo_bin:"*) ;;
  *) export PATH="$PATH:$cargo_bin" ;;
esac

# The example with its published lake: what is read where the environment names nothing. In an address, what has a
# meaning there is written so that it stands for itself.
example_lake=${root//%/%25}
example_lake=${example_lake//\?/%3F}
example_lake=file://${example_lake//\#/%23}/configs/lake
example=(--registry "$root/configs/value-findings.yaml" --campaigns-dir "$root/configs/campaigns" --lake "$example_lake" --scan)

# names_inputs: whether the environment names what is read.
names_inputs() {
  [ -n "${VALUE_LEDGER_LAKE:-}${VALUE_LEDGER_REGISTRY:-}${PERFREPORT_CAMPAIGNS_DIR:-}" ]
}

say() { printf '%s\n' "$*"; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# measures_alone: fails while another bench runs, since the figures of both would count for nothing.
measures_alone() {
  local lock=$cache/bench.pid other
  mkdir -p "$cache"
  other=$(cat "$lock" 2>/dev/null) || true
  if [ -n "$other" ] && kill -0 "$other" 2>/dev/null; then
    fail "another bench runs as process $other, and the figures of both would count for nothing; if that is no bench, remove $lock"
  fi
  echo $$ >"$lock"
}

# quietly SECONDS LOG COMMAND...: the output goes to a file, and the end of it is shown only if the command fails.
quietly() {
  local seconds=$1 log=$cache/log/$2.log
  shift 2
  mkdir -p "$cache/log"
  local limit=()
  if have timeout; then limit=(timeout --kill-after=10 "$seconds"); fi
  # The guard is for bash 3.2, where an empty array counts as unset.
  ${limit[@]+"${limit[@]}"} "$@" >"$log" 2>&1 </dev/null || {
    local code=$?
    tail -n 15 "$log" >&2
    printf '(exit %s; all of it is in %s)\n' "$code" "$log" >&2
    return "$code"
  }
}

# A machine's packages are root's; nobody is asked for a password half way through a build.
if [ "$(id -u)" = 0 ]; then as_root=(env); else as_root=(sudo --non-interactive); fi

can_apt() {
  have apt-get && "${as_root[@]}" true >/dev/null 2>&1
}

# apt_install PACKAGE...: fails, with nothing installed, where this is not a Debian we may change.
apt_install() {
  can_apt || return 1
  # The lists are fetched only where they are missing, or too old to hold what they name.
  try_apt_install "$@" 2>/dev/null ||
    { quietly 300 apt-update "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update && try_apt_install "$@"; }
}

try_apt_install() {
  quietly 1200 apt-install "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

# npm_folder FOLDER: where the packages of FOLDER/package-lock.json are kept. A changed lock file is another folder.
npm_folder() {
  printf '%s/npm/%s-%s' "$cache" "$(basename "$1")" "$(cksum <"$1/package-lock.json" | tr ' ' '-')"
}

# npm_install FOLDER: puts them there. The rename comes last, so that a folder that exists is a whole one.
npm_install() {
  local to work
  to=$(npm_folder "$1")
  mkdir -p "$cache/npm"
  work=$(mktemp -d "$cache/npm/work.XXXXXX")
  cp "$1/package.json" "$1/package-lock.json" "$work/"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 quietly 600 "npm-$(basename "$1")" \
    npm ci --prefix "$work" --no-audit --no-fund || { rm -rf "$work"; return 1; }
  mv "$work" "$to"
}

# can_minify: whether npm brought what makes scripts and style sheets short.
can_minify() {
  [ -x "$(npm_folder "$root/scripts/page-tools")/node_modules/.bin/esbuild" ]
}

# minified FILE: a script or a style sheet as short as it can be, or as it is.
minified() {
  if can_minify; then
    # wasm-bindgen writes one key twice, with the same behind both.
    "$(npm_folder "$root/scripts/page-tools")/node_modules/.bin/esbuild" "$1" --minify --target=es2022 \
      --legal-comments=none --log-override:duplicate-object-key=silent
  else
    cat "$1"
  fi
}

# find_chromium: prints where the browser for the tests is. One that CHROMIUM names is used, or none.
find_chromium() {
  if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM"
  else
    command -v chromium || command -v chromium-browser || command -v google-chrome
  fi
}
