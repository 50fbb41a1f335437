#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# in-display.sh COMMAND...: runs it on a screen and a message bus of its own.
#
# Tests with real windows, a real mouse and real keys must neither disturb nor
# be disturbed by the person who works at this machine.  xvfb-run was rejected:
# it guesses a free screen number, which two runs at a time may guess alike.

set -eu

if ! command -v Xvfb >/dev/null || ! command -v dbus-run-session >/dev/null; then
  echo 'in-display.sh: Xvfb or dbus-run-session is missing; ./run test installs them.' >&2
  exit 1
fi

folder=$(mktemp -d)
xvfb=
# shellcheck disable=SC2317 # called by the trap
clean_up ()
{
  [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

# The server chooses a free number and writes it when it is ready.
mkfifo "$folder/number"
Xvfb -displayfd 3 -screen 0 1920x1080x24 -nolisten tcp -noreset \
  3>"$folder/number" >"$folder/log" 2>&1 &
xvfb=$!
read -r number <"$folder/number" || {
  cat "$folder/log" >&2
  echo 'in-display.sh: Xvfb did not start; its reasons stand above.' >&2
  exit 1
}

# Nothing of the person's session, theme or settings may show through.
unset WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS GTK_THEME GTK_MODULES
mkdir -m 700 "$folder/runtime" "$folder/home"
export DISPLAY=":$number"
export XDG_RUNTIME_DIR="$folder/runtime" XDG_CONFIG_HOME="$folder/home" \
  XDG_DATA_HOME="$folder/home" XDG_CACHE_HOME="$folder/home" XDG_STATE_HOME="$folder/home"
export GDK_BACKEND=x11 GSK_RENDERER=cairo LIBGL_ALWAYS_SOFTWARE=1
export GSETTINGS_BACKEND=memory GIO_USE_VFS=local NO_AT_BRIDGE=1 GTK_A11Y=none
export LC_ALL=C.UTF-8

status=0
dbus-run-session -- "$@" || status=$?
exit "$status"
