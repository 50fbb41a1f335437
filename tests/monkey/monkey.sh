#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# monkey.sh PROGRAM [EVENTS [SEED]]
#
# A random user: real clicks, drags, wheel turns, keys and window sizes in a
# window that trains, as many as asked for (400), the same for the same seed.
# Run it in a display of its own:
#
#   tests/ui/with-display.sh _build/data tests/monkey/monkey.sh _build/app/downhill 20000 7
#
# It fails where the program crashes, says that it did what must not be done (a
# critical), stops answering, or doesn't end when it is told to.  Warnings are
# shown and counted; they aren't fatal, because GTK has some of its own for input
# that no hand makes ("Broken accounting of active state").  Events come in
# rounds; one that closed the window, by whatever way it found, is followed by a
# new start with the settings that the last one left.

set -eu

program=${1:?usage: monkey.sh PROGRAM [EVENTS [SEED]]}
events=${2-400}
seed=${3-1}
round_size=100
patience=60   # seconds

for tool in xdotool gdbus; do
  if ! command -v "$tool" >/dev/null; then
    echo "1..0 # SKIP $tool is not installed"
    exit 77
  fi
done

folder=$(mktemp -d)
pid=
clean_up ()
{
  [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 99' TERM INT
export GSETTINGS_BACKEND=keyfile XDG_CONFIG_HOME="$folder" XDG_STATE_HOME="$folder/state" G_DEBUG=fatal-criticals

fail ()
{
  sed 's/^/# /' "$folder/log"
  echo "not ok 1 - seed $seed, round $round of $round_size events: $*"
  exit 1
}

# Asked of the main loop, so a window that hangs doesn't answer.
answers ()
{
  gdbus call --session --timeout "$patience" --dest org.downhill.Downhill \
    --object-path /org/downhill/Downhill --method org.gtk.Actions.List >/dev/null 2>&1
}

is_running ()
{
  kill -0 "$pid" 2>/dev/null
}

start ()
{
  "$program" >>"$folder/log" 2>&1 &
  pid=$!
  waited=0
  until answers && xdotool search --onlyvisible --name . >/dev/null 2>&1; do
    is_running || fail "it ended at the start"
    waited=$((waited + 1))
    [ "$waited" -lt $((5 * patience)) ] || fail "no window came"
    sleep .2
  done
}

# The program has ended: was it asked to, and did it end well?
collect ()
{
  status=0
  wait "$pid" || status=$?
  pid=
  [ "$status" = 0 ] || fail "it ended with status $status"
}

# make_round NUMBER WINDOW: commands for xdotool.  Left out are the keys that close the
# window, and its close button, or most of a round would hit nothing.
make_round ()
{
  awk -v seed="$((seed * 1000 + $1))" -v n="$round_size" -v window="$2" '
    function below (limit) { return int(rand() * limit) }
    function pick (list,    words) { return words[1 + below(split(list, words, " "))] }
    function move ()
    {
      x = below(1280)
      y = below(800)
      if (x > 1130 && y < 60)
        y += 60
      print "mousemove " x " " y
    }
    BEGIN {
      srand(seed)
      plain = "Tab Tab Tab Return space space Escape Left Right Up Down Home End Page_Up Page_Down " \
              "BackSpace Delete period comma bracketleft bracketright minus plus slash asterisk " \
              "parenleft parenright asciicircum F10 Menu a b e g m p q s x y z 0 1 2 3 5 9"
      held = "ctrl+1 ctrl+2 ctrl+3 ctrl+n ctrl+d ctrl+Delete ctrl+r ctrl+z ctrl+a ctrl+c ctrl+v " \
             "shift+Tab shift+Left ctrl+Right alt+Down shift+F10 ctrl+question"
      for (i = 0; i < n; i++)
        {
          what = rand()
          if (what < .34) { move(); print "click " pick("1 1 1 1 1 3") }
          else if (what < .46) { move(); print "mousedown 1"; move(); move(); print "mouseup 1" }
          else if (what < .56) { move(); print "click " pick("4 5 4 5 6 7") }
          else if (what < .60) { move(); print "click --repeat 2 --delay 20 1" }
          else if (what < .84) print "key " pick(plain)
          else if (what < .92) print "key " pick(held)
          else if (what < .97) print "type --delay 5 " pick("1e-3 0.02 abc x^2+y^2 -5 1e999 ((( 1/0 nan")
          else
            print "windowsize " window " " 640 + below(960) " " 480 + below(520)
          print "sleep 0.02"
        }
    }'
}

round=0
starts=1
start
while [ $((round * round_size)) -lt "$events" ]; do
  round=$((round + 1))
  window=$(xdotool search --onlyvisible --name . 2>/dev/null | head -n 1)
  make_round "$round" "${window:-0}" >"$folder/round"
  # A window may be gone in the middle of a round.
  xdotool "$folder/round" >"$folder/xdotool" 2>&1 || true
  xdotool key Escape mouseup 1 2>/dev/null || true
  if is_running && answers; then
    continue
  fi
  # It may have been asked to end, and not yet be gone.
  waited=0
  while is_running; do
    answers && continue 2
    waited=$((waited + 1))
    [ "$waited" -lt "$patience" ] || fail "it doesn't answer any more"
    sleep 1
  done
  collect
  starts=$((starts + 1))
  start
done

kill -TERM "$pid"
waited=0
while is_running; do
  waited=$((waited + 1))
  [ "$waited" -lt "$patience" ] || fail "it doesn't end"
  sleep 1
done
collect
sed -n 's/^(.*): \(.*WARNING\).*: \(.*\)/\1: \2/p' "$folder/log" | sed 's/0x[0-9a-f]*/…/' |
  sort | uniq -c | sed 's/^/# /'
echo "ok 1 - $((round * round_size)) events with seed $seed, $starts start(s)"
echo 1..1
