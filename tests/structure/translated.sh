#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# translated.sh FOLDER: every file with words for people stands in
# po/POTFILES.in, and every word of theirs in every po/*.po.
#
# Without this a new sentence simply stays English, and nobody sees it who
# could mend it.

set -eu

cd "${1:?usage: translated.sh FOLDER}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
  grep -rlE '(^|[^A-Za-z0-9_])(_|N_|C_|NC_|g_d?n?gettext) ?\("' app core ui --include='*.[ch]'
  grep -rl 'translatable="' resources ui --include='*.ui' || true
  find data -name '*.in' -o -name '*.gschema.xml'
} | sort >"$work/found"
grep -v '^#' po/POTFILES.in | sort >"$work/listed"
if ! diff "$work/listed" "$work/found" >"$work/difference"; then
  echo 'po/POTFILES.in is not what it should be (<: listed for nothing, >: missing there):'
  grep '^[<>]' "$work/difference"
  exit 1
fi

# xgettext knows no macro of GLib and stops reading there: "Step %" is what it
# would find.  PRIu64 and PRId64 it does know.
# shellcheck disable=SC2046 # names without spaces
if grep -nE '_ ?\("[^"]*%'"'?"'" G_G[A-Z0-9]+_FORMAT' $(cat "$work/listed") ||
   grep -nE 'gettext.*%'"'?"'" G_G[A-Z0-9]+_FORMAT' $(cat "$work/listed"); then
  echo 'these cannot be translated: use PRIu64 or PRId64 of inttypes.h instead, or %zu'
  exit 1
fi

GETTEXTDATADIRS=$PWD/po xgettext --files-from=po/POTFILES.in --from-code=UTF-8 \
  --output="$work/downhill.pot" --add-comments=Translators \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
  --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3

status=0
for language in po/*.po; do
  msgcmp "$language" "$work/downhill.pot" 2>"$work/words" || status=1
  grep -v 'is not used' "$work/words" || true
done
[ "$status" = 0 ] || echo 'to refresh: meson compile -C _build downhill-update-po, then translate what is new'
exit "$status"
