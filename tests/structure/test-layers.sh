#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-layers.sh: a guard that never barks may be asleep.  Plants one violation
# at a time into a small tree that is otherwise clean, and wants layers.sh to
# name that file, at that line, for that reason.

set -eu

layers=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/layers.sh
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

complain ()
{
  echo "not as it should be: $*"
  failures=$((failures + 1))
}

# put FILE LINE...: the licence line, then these.
put ()
{
  file=$tree/$1
  shift
  mkdir -p "$(dirname "$file")"
  printf '%s\n' '/* SPDX-License-Identifier: GPL-3.0-or-later */' "$@" >"$file"
}

# allowed FILE LINE: passes.
allowed ()
{
  put "$@"
  "$layers" "$tree" >"$tree/faults" || complain "$1, \"$2\" was refused: $(cat "$tree/faults")"
}

# forbidden FILE LINE REASON: fails at that file's second line, and only there.
forbidden ()
{
  put "$1" "$2"
  if "$layers" "$tree" >"$tree/faults"; then
    complain "$1, \"$2\" was let through"
  elif ! grep -qF -- "$1:2: $3" "$tree/faults" || [ "$(wc -l <"$tree/faults")" != 1 ]; then
    complain "$1, \"$2\" was refused for another reason: $(cat "$tree/faults")"
  fi
  rm "$tree/$1"
}

allowed core/base/tensor.c        '#include "core/base/random.h"'
allowed core/loss/ssim.c          '#include "core/base/tensor.h"'
allowed core/nn/dnn.c             '#include <oneapi/dnnl/dnnl.h>'
allowed core/data/png.c           '#include <png.h>'
allowed core/data/pixbuf.c        '#include <gdk-pixbuf/gdk-pixbuf.h>'
allowed core/loss/dft.c           '#include <fftw3.h>'
allowed core/store/database.c     '#include <sqlite3.h>'
allowed ui/plot/pictures/qr-code.c '#include <qrcodegen/qrcodegen.h>'
allowed core/lesson/lesson-text.c '#include <cmark.h>'
allowed core/document/yaml-text.c '#include <yaml.h>'
allowed core/train/trainer.c      '#include "core/nn/network.h"'
allowed core/session/session.c    '#include "core/train/trainer.h"'
allowed ui/plot/charts/chart.c    '#include <cairo.h>'
allowed ui/lanes/lane-card.c      '#include "ui/plot/charts/chart.h"'
allowed ui/window/window.c        '#include <adwaita.h>'
allowed app/main.c                '#include "ui/window/window.h"'
allowed app/main.c                '#include "config.h"'
allowed core/session/session.h    '/* never calls exit () */'
allowed core/session/lane.c       'g_autofree char *text = g_strdup_printf ("%d", 1);'
allowed ui/lanes/lane-card.c      '#include "core/session/lane.h"'
allowed tests/core/test-nn.c      '#include "core/nn/network.h"'

forbidden core/base/low.c           '#include "core/nn/network.h"'         'core/base may not include'
forbidden core/loss/mix.c           '#include "core/nn/network.h"'         'core/loss may not include'
forbidden core/loss/mix.c           '  #  include "core/optim/optimizer-config.h"'     'core/loss may not include'
forbidden core/optim/mix.c          '#include "core/loss/loss.h"'          'core/optim may not include'
forbidden core/data/mix.c           '#include "core/session/lane.h"'       'core/data may not include'
forbidden core/nn/mix.c             '#include "core/loss/loss.h"'          'core/nn may not include'
forbidden core/train/mix.c          '#include "core/session/session.h"'    'core/train may not include'
forbidden core/session/mix.c        '#include "ui/window/window.h"'        'core/session may not include'
forbidden ui/plot/common/mix.c      '#include "core/train/trainer.h"'      '"core/train/trainer.h" is not in the list of public headers'
forbidden ui/plot/common/mix.c      '#include "core/session/session.h"'    'ui/plot/common may not include'
forbidden ui/plot/common/mix.c      '#include "ui/window/window.h"'        'ui/plot/common may not include'
forbidden ui/lanes/mix.c            '#include "core/nn/network.h"'         '"core/nn/network.h" is not in the list'
forbidden ui/lanes/mix.c            '#include "app/main.h"'                'ui/lanes may not include'
forbidden app/mix.c                 '#include "core/nn/network.h"'         '"core/nn/network.h" is not in the list'
forbidden core/new/mix.c            '#include "core/session/lane.h"'       'the folder core/new has no line'
forbidden core/session/mix.c        '#include <gtk/gtk.h>'                 'core/session must do without a toolkit'
forbidden core/session/mix.c        '#include <gdk/gdk.h>'                 'core/session must do without a toolkit'
forbidden core/session/mix.h        '#include <adwaita.h>'                 'core/session must do without a toolkit'
forbidden core/data/mix.c           '#include <cairo.h>'                   'core draws nothing'
forbidden core/data/mix.c           '#include <pango/pangocairo.h>'        'core draws nothing'
forbidden ui/plot/common/mix.c      '#include <gtk/gtk.h>'                 'ui/plot/common must do without a toolkit'
forbidden app/cli-mix.c             '#include <gtk/gtk.h>'                 'app must do without a toolkit'
forbidden app/cli-mix.c             '#include "ui/window/window.h"'        'the command line has no window'
forbidden core/nn/mix.c             '#include <dnnl.h>'                    'only core/nn/dnn.c may include'
forbidden ui/lanes/mix.c            '#include <oneapi/dnnl/dnnl_types.h>'  'only core/nn/dnn.c may include'
forbidden core/loss/mix.c           '#include <fftw3.h>'                   'only core/loss/dft.c may include'
forbidden core/data/mix.c           '#include <png.h>'                     'only core/data/png.c may include'
forbidden core/data/mix.c           '#include <gdk-pixbuf/gdk-pixbuf.h>'   'only core/data/pixbuf.c may include'
forbidden core/store/mix.c          '#include <sqlite3.h>'                 'only core/store/database.c may include'
forbidden core/lesson/lesson.c         '#include <cmark.h>'                   'only core/lesson/lesson-text.c may include'
forbidden core/lesson/lesson-text.c    '#include <yaml.h>'                    'only core/document/yaml-text.c may include'
forbidden ui/plot/common/text.c     '#include <qrcodegen/qrcodegen.h>'     'only ui/plot/pictures/qr-code.c may include'
forbidden core/store/mix.c          '#include "core/data/file.h"'           'core/store may not include'
forbidden core/train/mix.c          '  g_printerr ("no");'                 'core never prints'
forbidden core/train/mix.c          '  fprintf (stderr, "no");'            'core never prints'
forbidden core/train/mix.c          '  exit (1);'                          'core never ends the program'

echo '#include <glib.h>' >"$tree/core/base/bare.c"
"$layers" "$tree" >"$tree/faults" && complain 'a file without a licence was let through'
grep -qF 'core/base/bare.c:1: the first line does not name the licence' "$tree/faults" ||
  complain "a file without a licence was refused for another reason: $(cat "$tree/faults")"

[ "$failures" = 0 ]
