#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# post-install.sh DATA-FOLDER: brings the desktop's caches up to date after an
# installation; whoever installs into a staging folder (DESTDIR) does it later.
#
# In place of meson's gnome.post_install, which looks for these programs when
# the build is set up, and refuses to where one is missing: most builds are
# never installed.  Without one of them the installation is good all the same.

set -eu

data=${1:?usage: post-install.sh DATA-FOLDER}
[ -z "${DESTDIR-}" ] || exit 0

# refresh PROGRAM ARGUMENT...
refresh ()
{
  if command -v "$1" >/dev/null; then
    "$@" || echo "$1 failed; what it said stands above." >&2
  else
    echo "There is no $1, so it was left out." >&2
  fi
}

refresh glib-compile-schemas "$data/glib-2.0/schemas"
if command -v gtk4-update-icon-cache >/dev/null; then
  refresh gtk4-update-icon-cache -q -t -f "$data/icons/hicolor"
else
  refresh gtk-update-icon-cache -q -t -f "$data/icons/hicolor"
fi
refresh update-desktop-database -q "$data/applications"
refresh update-mime-database "$data/mime"
