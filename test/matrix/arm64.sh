#!/usr/bin/env bash
# Runs the tests with arm64's Bun, glibc and headers, through qemu. run.sh gives it its namespaces.
set -euo pipefail
source "$(dirname "$0")/common.sh"

install_for arm64 glibc
bun=$work/node_modules/@oven/bun-linux-aarch64/bin/bun
packages=libc6,libgcc-s1,libc6-dev,linux-libc-dev
mmdebstrap --quiet --arch=arm64 --variant=extract --include=$packages --skip=check/empty \
  bookworm "$work/sysroot"
# qemu looks here first for whatever a program opens: the loader, libraries and headers.
export QEMU_LD_PREFIX=$work/sysroot

# Some machines start arm64 programs anyway. The others learn it in this namespace only.
if ! "$bun" --version >"$work/log" 2>&1; then
  binfmt=/proc/sys/fs/binfmt_misc
  mount -t binfmt_misc none $binfmt ||
    fail "needs Linux 6.7 to start arm64 programs in a namespace, or binfmt-support outside of it"
  cat /usr/lib/binfmt.d/qemu-aarch64.conf >$binfmt/register
fi
machine=$("$bun" -p process.arch)
[ "$machine" = arm64 ] || fail "this Bun runs on $machine, not on arm64"

# What reads and writes through glibc.
here+=(address files/data-extents matrix/glibc-writes)
here+=(platforms/libc-accounts platforms/libc-locale platforms/libc-names)
here+=(platforms/linux-glibc-library)
# Its sessions are root's, who has to be root outside of the namespace as well.
if [ "$(stat -c %u /dev/null)" -eq 0 ]; then
  here+=(live)
else
  echo "skipping test/live.test.ts: only root can run it here"
fi

# A process takes two seconds to start. qemu can lose one that is forked while another thread of its own
# holds a lock, and whoever waits for it waits for ever: then all is run once more.
export -f run_tests fail
export limited="$bun" list="${here[*]}"
attempt() {
  timeout --kill-after=10 420 bash -c 'here=($list); run_tests "$limited" --timeout 60000'
}
attempt || {
  status=$?
  [ "$status" -eq 124 ] || exit "$status"
  echo "test:matrix: qemu has lost a process, and all is run once more" >&2
  attempt
}
