#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# installed.sh BUILD-FOLDER: installs into a folder that nobody knows of, and
# wants both programs to find their things there: faces, translations, icons,
# the description of the settings.  The window has to open with and without a
# message bus, and to say nothing while it does.
#
# Exits with 77 (skipped) where there is no screen to be had.

set -eu

build=${1:?usage: installed.sh BUILD-FOLDER}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

complain ()
{
  echo "not as it should be: $*"
  sed 's/^/  said: /' "$work/said"
  failures=$((failures + 1))
}

# What the tests set to run in the build tree.
unset DOWNHILL_FACES_DIR DOWNHILL_LOCALE_DIR DOWNHILL_HELP_DIR GSETTINGS_SCHEMA_DIR GSETTINGS_BACKEND XDG_DATA_DIRS
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY XDG_CONFIG_HOME GTK_A11Y
mkdir -m 700 "$work/home"
export HOME="$work/home" XDG_RUNTIME_DIR="$work/home" XDG_STATE_HOME="$work/state" LC_ALL=C.UTF-8

DESTDIR="$work/stage" meson install -C "$build" --no-rebuild --quiet >"$work/said" 2>&1 ||
  { complain 'the installation'; exit 1; }
program=$(find "$work/stage" -path '*/bin/downhill' -type f)
prefix="$work/some where"
mv "${program%/bin/downhill}" "$prefix"
schemas=$prefix/share/glib-2.0/schemas

# ---- the command line -------------------------------------------------------

! "$prefix/bin/downhill-cli" train --pair nobody,alder >"$work/said" 2>&1 || complain 'no refusal'
grep -q 'choose one of alder, birch' "$work/said" || complain 'the faces are not found'
# Newer C libraries translate nothing in C.UTF-8, and a minimal system has no other locale.
if DOWNHILL_LOCALE_DIR="$build/po" LANGUAGE=de "$build/app/downhill-cli" --help | grep -q '^Aufruf:'; then
  LANGUAGE=de "$prefix/bin/downhill-cli" --help >"$work/said" 2>&1 || complain '--help failed'
  grep -q '^Aufruf:' "$work/said" || complain 'the translations are not found'
fi

# ---- the desktop ------------------------------------------------------------

# Documents and links are opened with the program, once the caches are up to date.
if command -v gio >/dev/null && command -v update-desktop-database >/dev/null; then
  update-desktop-database "$prefix/share/applications" >"$work/said" 2>&1 || complain 'the desktop file'
  for type in application/vnd.downhill+json x-scheme-handler/downhill; do
    PATH="$prefix/bin:$PATH" XDG_DATA_DIRS="$prefix/share" gio mime "$type" >"$work/said" 2>&1 || true
    grep -q 'org.downhill.Downhill.desktop$' "$work/said" || complain "$type isn’t opened"
  done
fi
[ -f "$prefix/share/icons/hicolor/scalable/mimetypes/application-vnd.downhill+json.svg" ] ||
  complain 'documents have no icon'

# The help, where Yelp looks for it, and as web pages where they were made.
[ -f "$prefix/share/help/C/downhill/index.page" ] || complain 'the help is not installed'
[ ! -d "$build/data/help-html" ] || [ -f "$prefix/share/downhill/help-html/C/index.html" ] ||
  complain 'the help as web pages is not installed'

# ---- the window -------------------------------------------------------------

# Staging leaves this to the package: a sentence, and no abort.
status=0
"$prefix/bin/downhill" >"$work/said" 2>&1 || status=$?
[ "$status" = 1 ] || complain "without a compiled schema the exit status is $status"
grep -qF "glib-compile-schemas '$schemas'" "$work/said" || complain 'a missing schema is not named'
[ "$(wc -l <"$work/said")" = 1 ] || complain 'a missing schema takes more than a sentence'

for tool in glib-compile-schemas xvfb-run xdotool dbus-run-session; do
  command -v "$tool" >/dev/null ||
    { echo "skipped: $tool is not installed"; [ "$failures" = 0 ] && exit 77; exit 1; }
done
glib-compile-schemas "$schemas"

# says_display WORDS VARIABLE...: one sentence, with these words, where no window can open.
says_display ()
{
  words=$1
  shift
  status=0
  env "$@" "$prefix/bin/downhill" >"$work/said" 2>&1 || status=$?
  [ "$status" = 1 ] || complain "without a display the exit status is $status"
  grep -qF "$words" "$work/said" || complain "“$words” is not said"
  grep -qF 'downhill-cli train' "$work/said" || complain 'no way without a window is named'
  [ "$(wc -l <"$work/said")" = 1 ] || complain 'a missing display takes more than a sentence'
}

says_display 'there is no display' GDK_BACKEND=x11
says_display 'can’t open the display “:4711”' DISPLAY=:4711
"$prefix/bin/downhill" --help >"$work/said" 2>&1 || complain '--help needs a display'

cat >"$work/open" <<'END'
"$1" >"$2" 2>&1 &
program=$!
timeout 60 xdotool search --sync --onlyvisible --class downhill >/dev/null || exit 1
kill -TERM "$program"
wait "$program"
END

# opens WHERE COMMAND...: whatever wraps the program, its window comes, it ends
# well, and has said nothing.
opens ()
{
  where=$1
  shift
  : >"$work/said"
  env GDK_BACKEND=x11 GSK_RENDERER=cairo G_DEBUG=fatal-criticals xvfb-run -a "$@" \
    sh "$work/open" "$prefix/bin/downhill" "$work/said" >"$work/log" 2>&1 ||
    complain "$where: no window, or a bad end ($(tail -n 3 "$work/log"))"
  [ ! -s "$work/said" ] || complain "$where: it is not quiet"
}

opens 'with a message bus' dbus-run-session --
opens 'without a message bus'
find "$work/home" -name keyfile | grep -q . ||
  complain 'without a message bus the settings were not kept'
HOME=/dev/null/none
: >"$work/said"
env GSK_RENDERER=cairo xvfb-run -a sh "$work/open" "$prefix/bin/downhill" "$work/said" \
  >"$work/log" 2>&1 || complain 'no window without a home'
# Mesa, where it is, says something of its own.
grep -v 'shader cache' "$work/said" >"$work/rest" || true
[ "$(wc -l <"$work/rest")" = 1 ] && grep -qF /dev/null/none "$work/rest" ||
  complain 'without a home, settings are not said to be forgotten'

[ "$failures" = 0 ]
