#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mime-type.sh FILE.xml: whether the desktop's database takes a description of a file type, and then
# knows documents by their name and by what they begin with.
#
# Exits with 77 (skipped) where there is no update-mime-database.

set -eu

file=${1:?usage: mime-type.sh FILE.xml}
command -v update-mime-database >/dev/null || { echo 'skipped: no update-mime-database'; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/packages"
cp "$file" "$work/packages/"
update-mime-database "$work" >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }

# It only complains about what it leaves out.
if grep -i 'error\|invalid' "$work/said"; then
  exit 1
fi
grep -qx '50:application/vnd.downhill+json:\*.downhill' "$work/globs2"
grep -qx 'application/vnd.downhill+json application/json' "$work/subclasses"
grep -aq '"format": "downhill"' "$work/magic"
