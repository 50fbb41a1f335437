#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tests/screenshot.sh FILE.png [WIDTHxHEIGHT [SECONDS [VARIABLE=VALUE...]]]
#
# The program in ../_build on a display of its own, with empty settings, and a picture of it after
# that many seconds (1280x800, 20).  Variables go to the program: ADW_DEBUG_COLOR_SCHEME=prefer-dark
# for the dark style, LC_ALL=de_DE.UTF-8 for a language.  Needs xvfb, xauth, dbus-daemon and imagemagick.

set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
file=${1:?usage: tests/screenshot.sh FILE.png [WIDTHxHEIGHT [SECONDS [VARIABLE=VALUE...]]]}
size=${2-1280x800}
seconds=${3-20}
shift $(($# < 3 ? $# : 3))
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -p "$home/glib-2.0/settings"
printf '[org/downhill/Downhill]\nwindow-width=%s\nwindow-height=%s\nfirst-start=false\n' "${size%x*}" "${size#*x}" \
  >"$home/glib-2.0/settings/keyfile"

xvfb-run -a -s "-noreset -screen 0 ${size}x24" dbus-run-session -- \
  env GDK_BACKEND=x11 GSK_RENDERER=cairo GDK_DEBUG=gl-disable GDK_DISABLE=gl LC_ALL=C.UTF-8 \
      GSETTINGS_BACKEND=keyfile GSETTINGS_SCHEMA_DIR="$root/_build/data" XDG_CONFIG_HOME="$home" XDG_STATE_HOME="$home/state" \
      DOWNHILL_FACES_DIR="$root/data/faces" DOWNHILL_LESSONS_DIR="$root/data/lessons" DOWNHILL_LOCALE_DIR="$root/_build/po" \
      XDG_DATA_DIRS="$root/data:/usr/local/share:/usr/share" "$@" \
  sh -c '"$0" & program=$!
         sleep "$2"
         import -window root "$1"
         kill "$program"; wait "$program" || true' \
  "$root/_build/app/downhill" "$file" "$seconds" 2>"$home/log" || { cat "$home/log" >&2; exit 1; }
