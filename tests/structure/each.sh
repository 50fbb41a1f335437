#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# each.sh FOLDER PATTERN COMMAND...: the command once for every file below the
# folder whose name matches, build trees aside.  Fails if one fails, or if there
# is none: a check of nothing would always pass.

set -eu

folder=$1
pattern=$2
shift 2

files=$(find "$folder" \( -name '_build*' -o -name .git \) -prune -o \
  -type f -name "$pattern" -print | sort)
[ -n "$files" ] || { echo "no file below $folder is named $pattern"; exit 1; }

failures=0
while read -r file; do
  "$@" "$file" || { echo "refused: $file"; failures=$((failures + 1)); }
done <<END
$files
END
[ "$failures" = 0 ]
