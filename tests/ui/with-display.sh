#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with-display.sh SCHEMA-FOLDER COMMAND [ARGUMENT…]
# Runs a test in a display, a message bus and settings of its own; warnings are fatal.  Exits with 77 (skipped) where
# there is no xvfb-run.

set -eu
schemas=$1
shift
for tool in xvfb-run dbus-run-session; do
  if ! command -v "$tool" >/dev/null; then
    echo "1..0 # SKIP $tool is not installed"
    exit 77
  fi
done
home=$(mktemp -d)
# Standard output is the test's alone: what a bus starts would talk into it.  It goes by way of a file, because a newer
# dbus-run-session closes all other descriptors.
trap 'cat "$home/out" 2>/dev/null; rm -rf "$home"' EXIT
trap 'exit 99' TERM INT
# xvfb-run's own clean-up may fail on a display number that is taken again; only the test's word counts.
HOME=$home xvfb-run -a -s '-screen 0 1600x1000x24' dbus-run-session -- \
  env GDK_BACKEND=x11 GSK_RENDERER=cairo GSETTINGS_BACKEND=memory GSETTINGS_SCHEMA_DIR="$schemas" GTK_A11Y=test \
      GDK_DEBUG=gl-disable GDK_DISABLE=gl G_DEBUG=fatal-warnings LC_ALL=C.UTF-8 XDG_RUNTIME_DIR="$home" \
      XDG_STATE_HOME="$home/state" \
  sh -c '"$@" >"$0/out"; echo $? >"$0/status"' "$home" "$@" >&2 || true
exit "$(cat "$home/status" 2>/dev/null || echo 99)"
