#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/each-processor.sh [SUITE...]: the tests in ../_build once as on each kind of processor that
# oneDNN tells apart, whole (without words: the suites core, app and training).  ./run test does less by
# itself: the suite `numbers` but for `threads-long` with AVX2, the suite `onednn` with AVX and SSE4.1.
#
# On a processor that has less than a limit allows, that run is the plain one once more.

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
[ -f "$root/_build/build.ninja" ] || {
  echo 'Nothing is built yet. Please build first: ./run test --fast' >&2
  exit 1
}
[ $# -gt 0 ] || set -- core app training
suites=
for suite in "$@"; do
  suites="$suites --suite $suite"
done

failed=
for setup in sse41 avx avx2 avx512; do
  # shellcheck disable=SC2086 # a list of words
  meson test -C "$root/_build" --setup "$setup" --print-errorlogs $suites ||
    failed="$failed $setup"
done
if [ -n "$failed" ]; then
  printf 'Failed with:%s\n' "$failed" >&2
  exit 1
fi
