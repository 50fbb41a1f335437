#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# hardened.sh PROGRAM: reads in the program itself what the build's flags were
# to bring about.  A flag may be given and yet do nothing.
#
# Exits with 77 (skipped) where there is no readelf.

set -eu

program=${1:?usage: hardened.sh PROGRAM}
command -v readelf >/dev/null || { echo 'skipped: readelf is not installed'; exit 77; }
failures=0

# wants WHAT PATTERN OPTION...: readelf's words with that option.
wants ()
{
  what=$1
  pattern=$2
  shift 2
  LC_ALL=C readelf --wide "$@" "$program" | grep -Eq -- "$pattern" ||
    { echo "$program: $what"; failures=$((failures + 1)); }
}

wants 'loads at a fixed place (no PIE)' 'Type: +DYN' --file-header
wants 'the table of functions stays writable (no RELRO)' 'GNU_RELRO' --segments
wants 'functions are looked up late (no BIND_NOW)' 'BIND_NOW|FLAGS_1.*NOW' --dynamic
wants 'no function checks its stack' '__stack_chk_fail' --dyn-syms
wants 'no fortified function is called' ' __[a-z0-9]+_chk(@|\(| |$)' --dyn-syms
wants 'its stack can be executed' 'GNU_STACK.* RW ' --segments

[ "$failures" = 0 ]
