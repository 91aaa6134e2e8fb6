#!/usr/bin/env bash
# Runs the tests on systems that this machine is not: arm64 with glibc, musl, and one that systemd has
# booted, with sessions.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() {
  echo "test:matrix: $*" >&2
  exit 1
}

[ "$(uname -m)" = x86_64 ] || fail "runs on x86_64 only, and this is $(uname -m)"
[ -x node_modules/.bin/bun ] || fail "needs what is installed by: bun ci"

source test/packages.sh
need_packages qemu-user-static mmdebstrap libc6-dev strace \
  musl musl-dev gcc binutils libstdc++-12-pic || fail "packages are missing"

failed=0
for place in arm64 musl; do
  echo "== $place"
  # A user namespace of its own: what is mounted there is not there for others.
  unshare --user --map-root-user --mount bash "test/matrix/$place.sh" || {
    echo "FAILED: $place"
    failed=1
  }
done
# What boots a system needs root itself.
echo "== logind"
bash test/matrix/logind.sh || {
  echo "FAILED: logind"
  failed=1
}
exit "$failed"
