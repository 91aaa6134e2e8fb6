#!/usr/bin/env bash
# Runs logind.ts, logind-answers.ts and logind-stopped.ts as root and as nobody where a real
# systemd-logind has real sessions: Debian 12's own systemd, of this machine's files or those of
# $ROOTFS, booted in namespaces.
# Needs root, and not only that of a user namespace.
set -euo pipefail

if [ "${1-}" = inside ]; then
  cd /repo
  bash test/fixtures/make/logind.sh
  nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=/tmp)
  "${nobody[@]}" test -r package.json || {
    echo "nobody can't read the project: its files must be readable by others" >&2
    exit 1
  }
  both() {
    node_modules/.bin/bun test "$1"
    "${nobody[@]}" node_modules/.bin/bun test "$1"
  }
  both ./test/matrix/logind.ts
  # As where no program writes utmp any more, and wtmpdb keeps the history.
  rm -f /run/utmp
  node_modules/.bin/bun test/matrix/live-wtmpdb.ts
  both ./test/matrix/logind-answers.ts
  systemctl stop systemd-logind.service
  both ./test/matrix/logind-stopped.ts
  exit
fi

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
  echo "test:matrix: $*" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || fail "logind.sh boots a system: only root can, and this is $(id -un)"
read -r _ _ ids </proc/self/uid_map
[ "$ids" -eq 4294967295 ] || fail "logind.sh boots a system: root of a user namespace can't"
unshare --mount --pid --fork true || fail "logind.sh boots a system: this root has no CAP_SYS_ADMIN"
source test/packages.sh
need_packages systemd dbus libpam-systemd pamtester login passwd bsdutils util-linux ||
  fail "packages are missing"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
OUT=$work BIND=$PWD bash test/fixtures/make/boot-in-namespace.sh "${ROOTFS:-/}" test/matrix/logind.sh inside ||
  status=$?
cat "$work"/std{out,err}.txt || true
exit "$status"
