#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# layers.sh FOLDER: fails where a source file below FOLDER crosses a layer.
#
# The layers are link targets, but a linker sees functions, not headers: an
# include of the wrong header compiles, and the next one is easier to add.  So
# this reads every #include and compares it with a table.  Reading text was
# preferred to asking the compiler (-MM): a header is to be judged by what it
# names itself, not by what that drags in.
#
# One line for each fault, "file:line: reason"; exit 1 if there is any.

set -eu

cd "${1:?usage: layers.sh FOLDER}"

# shellcheck disable=SC2016 # awk's dollars
find app core ui tests -type f -name '*.[ch]' 2>/dev/null | sort | xargs awk '
  # folder  what it may include of the project, besides itself and config.h
  function set_rules (    plot, core, names, n, i)
  {
    may["core/base"]      = ""
    may["core/store"]     = "core/base"
    may["core/data"]      = "core/base"
    may["core/nn"]        = "core/base"
    may["core/optim"]     = "core/base"
    may["core/loss"]      = "core/base core/data"
    may["core/landscape"] = may["core/loss"] " core/loss core/optim"
    may["core/plane"]     = "core/base core/data core/loss core/nn core/landscape"
    may["core/train"]     = "core/base core/data core/loss core/nn core/optim core/plane"
    may["core/merge"]     = "core/base core/data core/nn core/train"
    may["core/catalog"]   = "core/base core/data core/loss core/nn core/optim"
    may["core/statements"] = "core/base core/data core/loss core/landscape core/plane core/train core/catalog"
    may["core/document"]  = "core/base core/data core/loss core/optim core/plane core/landscape core/train core/catalog"
    may["core/session"]   = may["core/catalog"] " core/landscape core/train core/catalog core/document"
    may["core/keep"]      = may["core/session"] " core/session core/store"
    may["core/compare"]   = "core/base core/data core/loss core/catalog core/session"
    may["core/race"]      = "core/base core/loss core/optim core/landscape core/train core/document core/session"
    may["core/lesson"]    = "core/base core/store core/landscape core/train core/document core/session core/race"

    # Of these rooms, what is public; see below.
    plot = "core/base core/landscape core/train"
    may["ui/plot/common"]   = plot
    may["ui/plot/charts"]   = plot " ui/plot/common"
    may["ui/plot/formula"]  = plot " ui/plot/common"
    may["ui/plot/pictures"] = plot " ui/plot/common"
    may["ui/plot/scene"]    = plot " ui/plot/common"
    may["ui/plot/sheets"]   = plot " ui/plot/common ui/plot/charts ui/plot/pictures ui/plot/scene"

    core = may["core/session"] " core/session core/compare core/race core/keep core/lesson core/store"
    may["ui/plot/export"]   = core " ui/plot/common ui/plot/sheets"
    may["ui/plot/report"] = core " core/statements ui/plot/common ui/plot/charts ui/plot/pictures ui/plot/scene"
    plot = "ui/plot/common ui/plot/charts ui/plot/formula ui/plot/pictures ui/plot/scene"
    may["ui/widgets"] = core " " plot
    may["ui/ground"]  = core " " plot " ui/widgets"
    may["ui/losses"]  = core " " plot " ui/widgets"
    may["ui/lanes"]   = core " " plot " ui/widgets ui/ground"
    may["ui/hills"]   = core " " plot " ui/widgets ui/ground"
    may["ui/lesson"]  = core " " plot " ui/widgets ui/ground ui/lanes ui/hills"
    may["ui/share"]   = core " " plot " ui/plot/sheets ui/plot/export ui/plot/report ui/widgets"
    may["ui/faces"]   = core " " plot " ui/widgets"
    may["ui/swap"]    = core " core/merge ui/widgets"
    may["ui/window"]  = core " ui/widgets ui/lanes ui/hills ui/losses ui/lesson ui/share ui/faces ui/swap ui/plot/export"
    may["app"]        = core " core/merge " plot " ui/plot/sheets ui/plot/export ui/plot/report ui/window"

    # The headers of the core that the window and the command line may include.
    n = split("base/background-worker base/error base/lanes base/number base/ranges base/safe-file base/setting base/words catalog/catalog compare/comparison compare/file-comparison data/apng data/face-places data/folder-survey data/picture document/document document/json document/link " \
              "landscape/basins landscape/curve landscape/export landscape/expression " \
              "landscape/face-ground landscape/fit landscape/ground landscape/ground-choice landscape/ground-kind " \
              "landscape/ground-range landscape/hill landscape/profile landscape/descent " \
              "landscape/step-breakdown landscape/terrain landscape/ball-state loss/mix nn/model-text optim/clip optim/optimizer-config " \
              "keep/branching keep/change-marks keep/image-search keep/kept-film keep/lost-lanes keep/past keep/session-index keep/session-keeper lesson/curve-score lesson/learner-log lesson/lesson lesson/claim lesson/lesson-case lesson/lesson-check lesson/lesson-course lesson/lesson-key lesson/lesson-player lesson/lesson-shelf lesson/observation lesson/question-template merge/folder-swap merge/swap-sampler race/race race/race-document race/race-lanes race/race-undo session/costs session/lane session/machine session/replay " \
              "session/session session/session-document session/undo-stack statements/statements train/gradient-norms train/lane-image train/lane-keeper train/lane-settings " \
              "store/keeper store/kept-sessions store/moments train/settings-log train/snapshot train/start train/weights-file train/work-account", names, " ")
    for (i = 1; i <= n; i++)
      is_public["core/" names[i] ".h"] = 1

    # The one file that may include a library.
    owner["dnnl"] = "core/nn/dnn.c"
    owner["fftw"] = "core/loss/dft.c"
    owner["png"]  = "core/data/png.c"
    owner["pixbuf"] = "core/data/pixbuf.c"
    owner["archive"] = "core/data/npz.c"
    owner["sqlite"] = "core/store/database.c"
    owner["cmark"] = "core/lesson/lesson-text.c"
    owner["yaml"] = "core/document/yaml-text.c"
    owner["zlib"] = "core/document/link.c"
    owner["qrcodegen"] = "ui/plot/pictures/qr-code.c"
  }

  function fault (reason)
  {
    printf "%s:%d: %s\n", FILENAME, FNR, reason
    faults++
  }

  function folder_of (path)
  {
    return match (path, /\/[^\/]*$/) ? substr (path, 1, RSTART - 1) : ""
  }

  # "gtk" for gtk/gtk.h and gtk4-things, "png" for png.h, "" for what is free.
  function library_of (name)
  {
    # Pictures from files: no toolkit, whatever its name.
    if (name ~ /^gdk-pixbuf\//)
      return "pixbuf"
    if (name ~ /^(gtk|gdk|gsk)[\/-]/ || name ~ /^adw/)
      return "gtk"
    if (name ~ /^(cairo|pango)/)
      return "cairo"
    if (name ~ /(^|\/)dnnl/)
      return "dnnl"
    if (name ~ /^fftw/)
      return "fftw"
    if (name ~ /^archive(_entry)?\.h/)
      return "archive"
    if (name ~ /^sqlite3/)
      return "sqlite"
    if (name == "cmark.h" || name == "yaml.h")
      return name == "yaml.h" ? "yaml" : "cmark"
    if (name == "zlib.h")
      return "zlib"
    if (name ~ /(^|\/)qrcodegen/)
      return "qrcodegen"
    return name ~ /^(png|libpng)/ ? "png" : ""
  }

  function check_library (name,    library)
  {
    library = library_of(name)
    if (library in owner && FILENAME != owner[library])
      fault("only " owner[library] " may include <" name ">")
    if (library == "gtk" && (folder ~ /^core/ || folder ~ /^ui\/plot/ || FILENAME ~ /^app\/cli/))
      fault(folder " must do without a toolkit, so not <" name ">")
    if (library == "cairo" && folder ~ /^core/)
      fault("core draws nothing, so not <" name ">")
  }

  function check_project (name,    target, allowed, i, n)
  {
    # A generated header has no folder, a file beside this one needs none.
    target = folder_of(name)
    if (target == "" || target == folder)
      return
    if (!(folder in may))
      {
        fault("the folder " folder " has no line in the table of layers")
        return
      }
    if (FILENAME ~ /^app\/cli/ && target !~ /^core|^app|^ui\/plot/)
      fault("the command line has no window, so not \"" name "\"")
    if (target ~ /^core/ && folder !~ /^core/ && !(name in is_public))
      {
        fault("\"" name "\" is not in the list of public headers")
        return
      }
    n = split(may[folder], allowed, " ")
    for (i = 1; i <= n; i++)
      if (allowed[i] == target)
        return
    fault(folder " may not include \"" name "\"")
  }

  # core leaves words and ends to its caller.
  function check_manners ()
  {
    if ($0 ~ /^[ \t]*(\/?\*|\/\/)/)
      return
    if ($0 ~ /(^|[^A-Za-z0-9_])(g_print|g_printerr|printf|vprintf|puts|putchar|perror) *\(/ ||
        $0 ~ /printf *\( *std(out|err)/)
      fault("core never prints")
    if ($0 ~ /(^|[^A-Za-z0-9_])(exit|_exit|abort) *\(/)
      fault("core never ends the program")
  }

  BEGIN { set_rules() }

  FNR == 1 {
    folder = folder_of(FILENAME)
    if ($0 !~ /^\/\* SPDX-License-Identifier: GPL-3\.0-or-later/)
      fault("the first line does not name the licence")
  }

  folder ~ /^tests/ { next }

  match ($0, /^[ \t]*#[ \t]*include[ \t]*[<"]/) {
    name = substr ($0, RSTART + RLENGTH)
    sub (/[>"].*/, "", name)
    check_library(name)
    if ($0 ~ /"/)
      check_project(name)
  }

  folder ~ /^core/ { check_manners() }

  END { exit faults > 0 }
'
