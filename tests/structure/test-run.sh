#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-run.sh RUN: what the script `run` does with a folder that was moved, a
# build that was interrupted, two calls at once, and places where nothing can
# be written.  meson, ninja and the packages are played: what is tested is when
# they are called, and what a person is told.

set -eu

run=$(readlink -f "${1:?usage: test-run.sh RUN}")
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
failures=0

complain ()
{
  echo "not as it should be: $*"
  sed 's/^/  said: /' "$work/said"
  failures=$((failures + 1))
}

# ---- what is played ---------------------------------------------------------

mkdir "$work/bin" "$work/tmp"

# play NAME: standard input becomes that program.
play ()
{
  { echo '#!/bin/sh'; cat; } >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}

# Everything is installed; nothing may be asked of apt.
play dpkg-query <<END
sed -n "/_packages='/,/'\$/p" '$run' | sed "s/.*='//; s/'//g" | tr -s ' \n' '\n\n' |
  sed '/./!d; s/^/ii /; s/\$/, /'
END
play apt-get <<END
echo 'apt-get' >>'$work/calls'
exit 1
END
cp "$work/bin/apt-get" "$work/bin/sudo"

# setup [OPTION...] TREE ROOT, test -C TREE --setup SETUP WORD...
play meson <<END
echo "meson \$*" >>'$work/calls'
if [ "\$1" = test ]; then
  mkdir -p "\$3/meson-logs"
  cp '$work/log' "\$3/meson-logs/testlog-\$5.json"
  exit
fi
[ "\$1" = setup ] || exit 0
while [ \$# -gt 2 ]; do shift; done
mkdir -p "\$1/meson-private" "\$1/app"
echo data >"\$1/meson-private/coredata.dat"
echo "\$2" >"\$1/source-root"
touch "\$1/build.ninja" "\$1/stale"
END

# -C TREE [-n] TARGET: there is work while there is a file "stale", and it ends
# when there is no file "hold".
play ninja <<END
cd "\$2"
if [ "\$3" = -n ]; then
  if [ -e stale ]; then echo '[1/1] work'; else echo 'ninja: no work to do.'; fi
  exit 0
fi
echo "ninja \$3\${CCACHE_DISABLE:+ without ccache}" >>'$work/calls'
echo '[1/1] progress'
while [ -e '$work/hold' ]; do sleep 0.05; done
rm -f stale
cat >app/downhill-cli <<'PROGRAM'
#!/bin/sh
echo program
while [ -e '$work/stay' ]; do sleep 0.05; done
PROGRAM
chmod +x app/downhill-cli
END

# call FOLDER ARGUMENT...: that folder's run; what it calls, says and prints.
call ()
{
  folder=$1
  shift
  : >"$work/calls"
  status=0
  PATH="$work/bin:$PATH" "$folder/run" "$@" >"$work/printed" 2>"$work/said" || status=$?
}

# The same beside all that follows; its process is $first.
call_beside ()
{
  : >"$work/first"
  PATH="$work/bin:$PATH" "$@" >"$work/first" 2>&1 &
  first=$!
}

# until_in FILE WORDS: waits for them.
until_in ()
{
  tries=0
  until grep -qF "$2" "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || { echo "“$2” was waited for in vain"; exit 1; }
    sleep 0.05
  done
}

# new_folder NAME: as a fresh clone.
new_folder ()
{
  mkdir -p "$work/$1/data" "$work/$1/tests"
  cp "$run" "$work/$1/run"
}

does ()   { grep -qxF -- "$1" "$work/calls" || complain "$2: “$1” was not called"; }
doesnt () { ! grep -qF -- "$1" "$work/calls" || complain "$2: “$1” was called"; }
says ()   { grep -qF -- "$1" "$work/said" || complain "$2: “$1” is not said"; }
omits ()  { ! grep -qF -- "$1" "$work/said" || complain "$2: “$1” is said"; }
quiet ()  { [ ! -s "$work/said" ] || complain "$1: something is said"; }
is ()     { [ "$status" = "$1" ] || complain "$2: exit status $status"; }
prints () { [ "$(cat "$work/printed")" = program ] || complain "$1: the output is not the program's"; }

# ---- first start, second start, interrupted ---------------------------------

export TMPDIR="$work/tmp" HOME="$work"
unset CCACHE_DIR CCACHE_DISABLE
new_folder 'a folder, größer'
here="$work/a folder, größer"
call "$here" cli
is 0 'the first start'
prints 'the first start'
does "meson setup $here/_build $here" 'the first start'
does 'ninja program' 'the first start'
says '[1/1] progress' 'the first start'
says 'Building _build (the first time this takes' 'the first start'
doesnt apt-get 'the first start'

call "$here" cli
is 0 'the second start'
prints 'the second start'
quiet 'the second start'
doesnt meson 'the second start'
doesnt ninja 'the second start'

touch "$here/_build/stale"
call "$here" cli
prints 'a rest to build'
says '[1/1] progress' 'a rest to build'
says 'Building _build...' 'a rest to build'
omits 'first time' 'a rest to build'
doesnt meson 'a rest to build'

rm "$here/_build/build.ninja"
call "$here" cli
is 0 'an interrupted set-up'
does "meson setup $here/_build $here" 'an interrupted set-up'

touch "$here/_build/stale"
call "$here" test --fast
does 'ninja all' 'the tests'

# ---- moved, and by another name ---------------------------------------------

mv "$here" "$work/moved"
touch "$work/moved/_build/left-over"
call "$work/moved" cli
is 0 'a moved folder'
does "meson setup $work/moved/_build $work/moved" 'a moved folder'
says "$here" 'a moved folder'
[ ! -e "$work/moved/_build/left-over" ] || complain 'a moved folder: the tree was not begun anew'

call "$work/moved" cli
quiet 'a moved folder, the second time'

ln -s moved "$work/other-name"
call "$work/other-name" cli
quiet 'the same folder by another name'

# ---- two at once ------------------------------------------------------------

if command -v flock >/dev/null; then
  touch "$work/hold" "$work/moved/_build/stale"
  call_beside "$work/moved/run" cli
  until_in "$work/first" progress
  : >"$work/said"
  (until_in "$work/said" waiting; rm "$work/hold") &
  call "$work/moved" cli
  wait "$first"
  is 0 'the second at once'
  prints 'the second at once'
  says 'waiting for it' 'the second at once'
  doesnt ninja 'the second at once'

  # A program that runs keeps nobody waiting.
  touch "$work/stay"
  call_beside "$work/moved/run" cli
  until_in "$work/first" program
  (until_in "$work/printed" program; rm "$work/stay") &
  : >"$work/printed"
  call "$work/moved" cli
  quiet 'beside a program that runs'
  wait "$first"
fi

# ---- places where nothing can be written ------------------------------------

touch "$work/moved/_build/stale"
TMPDIR=$work/nowhere call "$work/moved" cli
is 0 'TMPDIR is missing'
prints 'TMPDIR is missing'
says "$work/nowhere" 'TMPDIR is missing'
says 'so they go to /tmp' 'TMPDIR is missing'

touch "$work/moved/_build/stale"
HOME=$work/nowhere call "$work/moved" cli
is 0 'HOME is missing'
does 'ninja program without ccache' 'HOME is missing'

# ---- tests ------------------------------------------------------------------

{
  echo '{"name": "downhill:core / losses", "result": "OK"}'
  echo '{"name": "downhill:structure / xml *.ui", "result": "SKIP"}'
  echo '{"name": "downhill:structure / translated", "result": "OK"}'
} >"$work/log"
call "$work/moved" test --fast
is 0 'tests'
omits 'Warning' 'tests'
grep -qx '1 skipped' "$work/printed" || complain 'tests: what was skipped is not counted'
grep -qx '2 passed, 0 failed' "$work/printed" || complain 'tests: what passed is not counted'

sed -i '/translated/s/OK/SKIP/' "$work/log"
call "$work/moved" test --fast
is 0 'an unfinished translation'
says 'a translation is unfinished' 'an unfinished translation'

sed -i 's/OK/FAIL/' "$work/log"
call "$work/moved" test --fast
is 1 'a failed test'

# Root writes everywhere.
if [ "$(id -u)" != 0 ]; then
  new_folder unwritable
  chmod a-w "$work/unwritable"
  call "$work/unwritable" cli
  is 1 'a read-only folder'
  says "nothing can be written to $work/unwritable" 'a read-only folder'
  doesnt meson 'a read-only folder'

  chmod -R a-w "$work/moved"
  call "$work/moved" cli
  is 0 'a read-only folder where all is built'
  quiet 'a read-only folder where all is built'
fi

[ "$failures" = 0 ]
