#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# translated.sh [--release | --list]: every file with words for people stands in
# po/POTFILES.in, and every word of theirs, and no other, in every po/*.po.
#
# What is behind is listed, and the exit status is 77, which meson counts as
# skipped: nobody needs another language to add a sentence.  --release makes it
# 1.  --list brings po/POTFILES.in up to date.
#
# A sentence that cannot be translated at all is a mistake and always fails.

set -eu

mode=${1-}
case $mode in
  ''|--release|--list) ;;
  *) echo 'usage: translated.sh [--release | --list]' >&2; exit 2 ;;
esac
cd "$(dirname -- "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
  grep -rlE '(^|[^A-Za-z0-9_])(_|N_|C_|NC_|g_d?n?gettext) ?\(("|GETTEXT_PACKAGE|$)' app core ui --include='*.[ch]'
  grep -rl 'translatable="' resources ui --include='*.ui' || true
  find data -name '*.in' ! -name '*.service.in' -o -name '*.gschema.xml'
} | sort >"$work/found"
if [ "$mode" = --list ]; then
  { grep '^#' po/POTFILES.in; LC_ALL=C sort "$work/found"; } >"$work/new"
  cat "$work/new" >po/POTFILES.in
  exit
fi
grep -v '^#' po/POTFILES.in | sort >"$work/listed"
unfinished=
if ! diff "$work/listed" "$work/found" >"$work/difference"; then
  echo 'po/POTFILES.in is not what it should be (<: listed for nothing, >: missing there):'
  grep '^[<>]' "$work/difference"
  echo 'to mend that: tests/structure/translated.sh --list'
  unfinished=yes
fi

# xgettext knows no macro of GLib and stops reading there: "Step %" is what it
# would find.  PRIu64 and PRId64 it does know.
# shellcheck disable=SC2046 # names without spaces
if grep -nE '_ ?\("[^"]*%'"'?"'" G_G[A-Z0-9]+_FORMAT' $(cat "$work/found") ||
   grep -nE 'gettext.*%'"'?"'" G_G[A-Z0-9]+_FORMAT' $(cat "$work/found"); then
  echo 'these cannot be translated: use PRIu64 or PRId64 of inttypes.h instead, or %zu'
  exit 1
fi

GETTEXTDATADIRS=$PWD/po xgettext --files-from="$work/found" --from-code=UTF-8 \
  --output="$work/downhill.pot" --add-comments=Translators \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 \
  --keyword=g_dngettext:2,3 --keyword=g_dpgettext2:2c,3

# One sentence with two apostrophes is two sentences to a translator.
if grep -n "^[^#]*[A-Za-z]'[a-z]" "$work/downhill.pot"; then
  echo "these have a straight apostrophe: write ’"
  exit 1
fi

# pick WHICH: those entries of the merged file, each with its places and its sentence.
pick ()
{
  msgattrib "$1" --no-obsolete --no-wrap "$work/merged" | sed '1,/^$/d'
}

for language in po/*.po; do
  msgmerge --quiet --no-fuzzy-matching --output-file="$work/merged" "$language" "$work/downhill.pot"
  { pick --untranslated; pick --only-fuzzy; } >"$work/words"
  if [ -s "$work/words" ]; then
    echo "$language is unfinished:"
    cat "$work/words"
    unfinished=yes
  fi
  if grep '^#~ msg' "$work/merged" >"$work/words"; then
    echo "$language translates what isn't said any more; take it out:"
    cat "$work/words"
    unfinished=yes
  fi
done
[ -n "$unfinished" ] || exit 0
echo 'to refresh: meson compile -C _build downhill-update-po, then translate what is new'
[ "$mode" != --release ] || exit 1
exit 77
