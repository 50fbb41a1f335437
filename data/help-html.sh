#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# help-html.sh PAGES STYLES SHEET OUT DEPENDENCIES: writes the Mallard pages in
# PAGES/LANGUAGE/downhill as HTML into OUT/LANGUAGE, for every language.
#
# STYLES is the folder of yelp-xsl's style sheets, SHEET ours that calls them.
# DEPENDENCIES becomes a list, as make knows it, of what OUT was made from.
#
# Rejected: yelp-build, which does the same, but brings Python modules and
# validators that nobody needs to build the program.

set -eu

pages=$(CDPATH='' cd -- "${1:?usage: help-html.sh PAGES STYLES SHEET OUT DEPENDENCIES}" && pwd)
styles=$2
sheet=$3
out=$4
dependencies=$5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The style sheets lie beside ours, so that it can import them wherever they are.
ln -s "$styles"/* "$work"
cp "$sheet" "$work/sheet.xsl"

# as_text: what stands in a text between two tags.
as_text ()
{
  sed 's/&/\&amp;/g; s/</\&lt;/g; s/"/\&quot;/g'
}

# as_dependency: a path as make reads it.
as_dependency ()
{
  printf ' %s' "$1" | sed 's/[ #]/\\&/g; s/^\\ / /; s/\$/$$/g'
}

rm -rf "$out"
printf '%s:' "$(basename "$out")" >"$work/list"
for folder in "$pages"/*/downhill; do
  language=$(basename "$(dirname "$folder")")
  mkdir -p "$out/$language" "$work/$language"
  for file in "$folder" "$folder"/*.page; do
    as_dependency "$file" >>"$work/list"
  done
  # What isn't translated stands there in English, as in Yelp.
  cp "$pages/C/downhill"/*.page "$work/$language"
  cp "$folder"/*.page "$work/$language"
  {
    echo '<cache:cache xmlns:cache="http://projectmallard.org/cache/1.0/"'
    echo '             xmlns="http://projectmallard.org/1.0/">'
    for page in "$work/$language"/*.page; do
      printf '<page cache:href="%s"/>\n' "$(basename "$page" | as_text)"
    done
    echo '</cache:cache>'
  } >"$work/$language/pages.xml"
  (
    cd "$work/$language"
    xsltproc --nonet -o index.cache ../mallard/cache/mal-cache.xsl pages.xml
    # The style is of no page, so it doesn't know from one which way the lines run.
    set -- --nonet --stringparam mal.cache.file index.cache --stringparam l10n.locale "$language"
    xsltproc "$@" ../sheet.xsl index.cache
    xsltproc "$@" --param dark 'true()' ../sheet.xsl index.cache
    rm -f index.cache pages.xml ./*.page
  )
  cp "$work/$language"/*.html "$work/$language"/*.css "$out/$language"
done
echo >>"$work/list"
cp "$work/list" "$dependencies"
