#!/usr/bin/env bash
# Runs the tests on systems that this machine is not: arm64 with glibc, and musl.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() {
  echo "test:matrix: $*" >&2
  exit 1
}

[ "$(uname -m)" = x86_64 ] || fail "runs on x86_64 only, and this is $(uname -m)"
[ -x node_modules/.bin/bun ] || fail "needs what is installed by: bun ci"

packages=(
  qemu-user-static mmdebstrap libc6-dev strace
  musl musl-dev gcc binutils libstdc++-12-pic
)
missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || true
  [ "$status" = installed ] || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  install=(apt-get install -y --no-install-recommends "${missing[@]}")
  [ "$(id -u)" -eq 0 ] || fail "packages are missing; as root: ${install[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  "${install[@]}" -qq
fi

failed=0
for place in arm64 musl; do
  echo "== $place"
  # A user namespace of its own: what is mounted there is not there for others.
  unshare --user --map-root-user --mount bash "test/matrix/$place.sh" || {
    echo "FAILED: $place"
    failed=1
  }
done
exit "$failed"
