#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# activation.sh BUILD-FOLDER: whether the message bus starts the installed program by its name, as
# desktops do: by itself, for a document, for a link, and again after it has ended.
#
# Exits with 77 (skipped) where there is no screen or no bus to be had.

set -eu

build=${1:?usage: activation.sh BUILD-FOLDER}
for tool in glib-compile-schemas update-mime-database update-desktop-database xvfb-run xdotool \
            dbus-run-session gdbus gio; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What the tests set to run in the build tree, and what would lead to another bus.
unset DOWNHILL_FACES_DIR DOWNHILL_LOCALE_DIR GSETTINGS_SCHEMA_DIR XDG_CONFIG_HOME
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY GTK_A11Y
mkdir -m 700 "$work/home" "$work/home/bin"
export HOME="$work/home" XDG_RUNTIME_DIR="$work/home" XDG_STATE_HOME="$work/state" LC_ALL=C.UTF-8
export G_DEBUG=fatal-criticals GSETTINGS_BACKEND=memory GDK_BACKEND=x11 GSK_RENDERER=cairo

DESTDIR="$work/stage" meson install -C "$build" --no-rebuild --quiet >"$work/said" 2>&1 ||
  { cat "$work/said"; exit 1; }
program=$(find "$work/stage" -path '*/bin/downhill' -type f)
prefix=${program%/bin/downhill}
service=$prefix/share/dbus-1/services/org.downhill.Downhill.service
glib-compile-schemas "$prefix/share/glib-2.0/schemas"
update-mime-database "$prefix/share/mime" >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
update-desktop-database "$prefix/share/applications"

# The service names the place where the program is going to be; here it is staged.
grep -qx 'Name=org.downhill.Downhill' "$service" || { echo 'the service has another name'; exit 1; }
exec=$(sed -n 's/^Exec=//p' "$service")
[ "$exec" = "${prefix#"$work/stage"}/bin/downhill --gapplication-service" ] ||
  { echo "the service starts something else: $exec"; exit 1; }
sed -i "s|^Exec=.*|Exec=$prefix/bin/downhill --gapplication-service|" "$service"

# Whoever goes by the desktop file's Exec gets nothing.
printf '#!/bin/sh\necho "started by Exec" >>"%s"\n' "$work/wrong" >"$work/home/bin/downhill"
chmod +x "$work/home/bin/downhill"

cat >"$work/home/document.downhill" <<'END_OF_DOCUMENT'
{ "format": "downhill", "version": 1, "lanes": [ { "number": 1, "loss": "mae" } ] }
END_OF_DOCUMENT

"$prefix/bin/downhill-cli" link "$work/home/document.downhill" >"$work/link" 2>"$work/said" ||
  { cat "$work/said"; exit 1; }

cat >"$work/session" <<'END_OF_SESSION'
set -eu
work=$1
name=org.downhill.Downhill
call="gdbus call --session --timeout 60 --dest $name --object-path /org/downhill/Downhill --method"

complain ()
{
  echo "not as it should be: $*"
  exit 1
}

has_owner ()
{
  gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
    --method org.freedesktop.DBus.NameHasOwner "$name" | grep -q true
}

# A second at a time; the window of a busy machine takes a while.
wait_for ()
{
  n=0
  until "$@"; do
    n=$((n + 1))
    [ "$n" -le 60 ] || return 1
    sleep 1
  done
}

is_gone ()
{
  ! has_owner
}

sees_window ()
{
  timeout 60 xdotool search --sync --onlyvisible --class downhill >/dev/null
}

shows_document ()
{
  xdotool search --onlyvisible --name 'document' >/dev/null 2>&1
}

quit ()
{
  $call org.freedesktop.Application.ActivateAction quit '[]' '{}' >/dev/null ||
    complain "$1: it can’t be asked to quit"
  wait_for is_gone || complain "$1: it doesn’t end"
}

! has_owner || complain 'it runs before it was asked for'
$call org.freedesktop.Application.Activate '{}' >/dev/null || complain 'it can’t be started'
sees_window || complain 'no window comes by name'
quit 'by name'

gio open "$work/home/document.downhill" || complain 'documents can’t be opened'
sees_window || complain 'no window comes for a document'
wait_for shows_document || complain 'the window doesn’t show the document'
quit 'for a document'

gio open "$(cat "$work/link")" || complain 'links can’t be opened'
wait_for has_owner && sees_window || complain 'no window comes for a link'
gio open 'downhill:nonsense'
$call org.freedesktop.Application.Activate '{}' >/dev/null || complain 'a bad link ends it'
quit 'for a link'
[ ! -e "$work/wrong" ] || complain 'it was started without the bus'
END_OF_SESSION

others=${XDG_DATA_DIRS:-/usr/local/share:/usr/share}
PATH="$work/home/bin:$PATH" XDG_DATA_DIRS="$prefix/share:$others" \
  xvfb-run -a dbus-run-session -- sh "$work/session" "$work" >"$work/said" 2>&1 ||
  { cat "$work/said"; exit 1; }
# What the program says goes to the bus’s standard error.
if grep -E 'WARNING|CRITICAL|^downhill:' "$work/said"; then
  exit 1
fi
