#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# libraries.sh PROGRAM FACES: a summary has the version of each library that the program is linked
# with.  A new one is added to core/session/machine.c or app/cli-summary.c, or below with the reason
# why not.
#
# Exits with 77 (skipped) where there is no readelf.

set -eu

program=${1:?usage: libraries.sh PROGRAM FACES}
export DOWNHILL_FACES_DIR="${2:?usage: libraries.sh PROGRAM FACES}"
command -v readelf >/dev/null || { echo 'skipped: readelf is not installed'; exit 77; }
summary=$("$program" train --lane mae --iterations 1 --json 2>/dev/null)
failures=0

# Prints the name of a library in the summary; “-”: none, “?”: not known here.
name_of ()
{
  case $1 in
    libdnnl.so*) echo oneDNN ;;
    libfftw3f.so*) echo FFTW ;;
    libpng16.so*) echo libpng ;;
    libarchive.so*) echo libarchive ;;
    libgdk_pixbuf-2.0.so*) echo gdk-pixbuf ;;
    libglib-2.0.so* | libgio-2.0.so* | libgobject-2.0.so*) echo GLib ;;
    libcairo.so*) echo cairo ;;
    libpango-1.0.so* | libpangocairo-1.0.so*) echo Pango ;;
    libc.so* | libm.so* | libmvec.so*) echo glibc ;;
    libjson-glib-1.0.so*) echo - ;;           # can't be asked for its version
    libqrcodegen.so*) echo - ;;               # the same; computes nothing of a training
    libgomp.so* | libomp.so*) echo - ;;       # of the compiler; starts oneDNN's threads, of which there is one
    libgcc_s.so* | ld-linux*) echo - ;;       # of the compiler; computes nothing
    libasan.so* | libubsan.so* | libtsan.so*) echo - ;; # only looks on
    *) echo '?' ;;
  esac
}

for library in $(LC_ALL=C readelf --dynamic "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
  name=$(name_of "$library")
  [ "$name" = - ] && continue
  printf '%s' "$summary" | grep -Eq "\"$name\" *: *\"[^\"]*[0-9]" && continue
  echo "$library: its version is not in the summary"
  failures=$((failures + 1))
done
[ "$failures" = 0 ]
