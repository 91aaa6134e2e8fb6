# For both places, which source it: leaves the shell in the project, with a directory of its own.
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "test:matrix: $*" >&2
  exit 1
}

# Installs what bun.lock pins, for another machine.
install_for() {
  cp package.json bun.lock "$work"
  node_modules/.bin/bun ci --cwd "$work" --silent --ignore-scripts --os linux --cpu "$1" --libc "$2"
}

# What a machine, its libc or its build of Bun can change. The other tests build libraries, run this
# machine's tools or many processes, or take the layout of its own records for granted.
here=(
  encode
  entry
  interner
  passwd
  printable
  root
  text
  timestamp
  cli/format
  cli/main
  cli/zone
  files/db-hash
  files/db-hash-header
  files/record-file
  files/utx-log
  platforms/headers
  platforms/layouts
  platforms/libc-lock
  platforms/libc-memory
  platforms/linux-socket
  platforms/round-trip
  sessions/doubles
  sessions/last-sessions
  sessions/logind-sessions
  sessions/row-sessions
  sessions/session-pairer
  stores/logind-entries
  stores/logind-file
  stores/utmps
  stores/varlink
  stores/wtmpdbd
  views/stores
)

# Runs the tests with a Bun; more arguments are for it.
run_tests() {
  local bun=$1 files=() name
  shift
  for name in "${here[@]}"; do
    [ -f "test/$name.test.ts" ] || fail "there is no test/$name.test.ts any more"
    files+=("./test/$name.test.ts")
  done
  "$bun" test "${files[@]}" "$@"
}
