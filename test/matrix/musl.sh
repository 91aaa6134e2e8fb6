#!/usr/bin/env bash
# Runs the tests with musl's Bun, libc and headers. run.sh gives it its namespaces.
set -euo pipefail
source "$(dirname "$0")/common.sh"

install_for x64 musl
bun=$work/node_modules/@oven/bun-linux-x64-musl/bin/bun
loader=/lib/ld-musl-x86_64.so.1

# Debian has no libstdc++ for musl, but the parts that glibc's is linked of. Bun wants few of them:
# what it does not have itself and does not find in musl, and may not go without.
libstdcxx() {
  {
    nm -D --undefined-only "$bun" | awk '$1 == "U" { print $2 }'
    readelf -rW "$bun" | awk '/R_X86_64_COPY/ { print $5 }'
  } | sed 's/@.*//' | sort -u >"$work/wanted"
  nm -D --defined-only "$loader" | awk '{ print $3 }' | sort -u >"$work/found"
  mapfile -t symbols < <(comm -23 "$work/wanted" "$work/found")
  gcc -O2 -fPIC -fno-stack-protector -ffreestanding -c test/matrix/libstdcxx.c -o "$work/rest.o"
  mkdir "$work/lib"
  gcc -shared -nostdlib -o "$work/lib/libstdc++.so.6" -Wl,-soname,libstdc++.so.6 \
    "${symbols[@]/#/-Wl,-u,}" "$work/rest.o" "$(gcc -print-file-name=libstdc++_pic.a)" \
    -Wl,--start-group "$(gcc -print-file-name=libgcc.a)" "$(gcc -print-file-name=libgcc_eh.a)" \
    -Wl,--end-group "$loader" -Wl,--gc-sections
}
libstdcxx

# In this namespace only: where the loader finds it, and musl's headers and libc in the places where
# Bun's compiler looks for them.
musl=/usr/lib/x86_64-linux-musl
printf '%s\n' "$work/lib" $musl >"$work/path"
mount --bind "$work/path" /etc/ld-musl-x86_64.path
mount --bind $musl/libc.so /usr/lib/x86_64-linux-gnu/libc.so
mount --bind /usr/include/x86_64-linux-musl /usr/include

# A live system without records, in which the tests make some.
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /var/log
# What is asserted of musl's libc and headers alone; `bun test` does not find it by its name.
run_tests "$bun" ./test/matrix/musl.ts
