#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# minimal.sh FOLDER: sets the build of FOLDER up, and makes what it generates,
# with no programs and no pkg-config files but those of run's build_packages,
# of what they depend on, and of a minimal Debian.
#
# A developer's machine has everything, so a build that looks for one program
# too many fails only at somebody else's.  Compiling all of it here as well
# would take minutes and show nothing new: every command that the compilation
# runs is looked for instead.
#
# Exits with 77 (skipped) where packages aren't dpkg's.

set -eu

cd "${1:?usage: minimal.sh FOLDER}"
root=$(pwd -P)

skip ()
{
  echo "skipped: $*"
  exit 77
}

command -v dpkg-query >/dev/null || skip 'there is no dpkg here'
packages=$(sed -n "/^build_packages='/,/'\$/p" run | sed "s/^build_packages=//; s/'//g")
[ -n "$packages" ] || { echo 'run names no build_packages'; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/pkgconfig" "$work/home"

# ---- which packages ---------------------------------------------------------

# Of alternatives the first that is here, of a virtual package all that provide
# it.
dpkg-query --show --showformat='${db:Status-Abbrev}|${Package}|${Essential}|${Priority}|${Pre-Depends}, ${Depends}|${Provides}\n' |
awk -v wanted="$packages" '
  function bare (text)
  {
    gsub(/\([^)]*\)|\[[^]]*\]|<[^>]*>|:[a-z0-9]+|[ \t]/, "", text)
    return text
  }

  function add (name)
  {
    if (name in taken)
      return
    taken[name] = 1
    queue[++last] = name
  }

  # Whether the name is here, as a package or provided by some.
  function meet (name,    givers, n, i)
  {
    if (name in depends)
    {
      add(name)
      return 1
    }
    n = split(provided[name], givers, " ")
    for (i = 1; i <= n; i++)
      add(givers[i])
    return n > 0
  }

  BEGIN { FS = "|" }

  /^.i/ {
    name = $2
    # A dependency has the separator of the fields in it, too.
    rest = $5
    for (i = 6; i < NF; i++)
      rest = rest "|" $i
    depends[name] = rest
    n = split($NF, names, ",")
    for (i = 1; i <= n; i++)
      provided[bare(names[i])] = provided[bare(names[i])] " " name
    if ($3 == "yes" || $4 == "required" || name == "apt")
      base[name] = 1
  }

  END {
    for (name in base)
      add(name)
    n = split(wanted, names, /[ \n]+/)
    for (i = 1; i <= n; i++)
      if (names[i] != "" && !meet(names[i]))
        print "missing " names[i]
    for (next_one = 1; next_one <= last; next_one++)
    {
      n = split(depends[queue[next_one]], clauses, ",")
      for (i = 1; i <= n; i++)
      {
        m = split(clauses[i], choices, "|")
        for (k = 1; k <= m && !meet(bare(choices[k])); k++)
          ;
      }
    }
    for (name in taken)
      print "package " name
  }' >"$work/packages"

missing=$(sed -n 's/^missing //p' "$work/packages" | paste -sd ' ' -)
[ -z "$missing" ] || skip "not all of build_packages are installed here: $missing"

# ---- their programs ---------------------------------------------------------

sed -n 's/^package //p' "$work/packages" | xargs dpkg-query --listfiles | sort -u >"$work/files"
grep -E '^(/usr)?/s?bin/[^/]+$' "$work/files" | while read -r file; do
  [ ! -x "$file" ] || ln -sf "$file" "$work/bin/${file##*/}"
done
# Names that no package owns: cc, awk.
find /usr/bin /usr/sbin -type l -lname '/etc/alternatives/*' | while read -r link; do
  target=$(readlink -f "$link") || continue
  ! grep -qxF -e "$target" -e "${target#/usr}" "$work/files" || ln -sf "$target" "$work/bin/${link##*/}"
done
grep -E '/pkgconfig/[^/]+\.pc$' "$work/files" | while read -r file; do
  ln -sf "$file" "$work/pkgconfig/${file##*/}"
done
[ -x "$work/bin/sh" ] && [ -x "$work/bin/cc" ] || { echo 'no shell or no compiler was found'; exit 1; }

alone ()
{
  env -i PATH="$work/bin" HOME="$work/home" LC_ALL=C.UTF-8 PKG_CONFIG_LIBDIR="$work/pkgconfig" "$@"
}

# ---- the build --------------------------------------------------------------

tree=$work/tree
alone meson setup "$tree" "$root" >"$work/log" 2>&1 || { tail -n 15 "$work/log"; exit 1; }

# All commands of the program are there...
alone ninja -C "$tree" -t commands program | sed 's/ && /\n/g' | sed "s/ .*//" | sort -u >"$work/commands"
[ -s "$work/commands" ] || { echo 'the program is built by no command'; exit 1; }
failures=0
while read -r command; do
  [ -x "$work/bin/${command##*/}" ] ||
    { echo "no build package brings $command"; failures=$((failures + 1)); }
done <"$work/commands"
[ "$failures" = 0 ]

# ... and those do what they should that are no compiler and no linker, and
# these once: a program may look for others in its turn.
alone ninja -C "$tree" -t targets all | sed -n '/^meson-internal/d; s/: CUSTOM_COMMAND.*//p' >"$work/targets"
[ -s "$work/targets" ] || { echo 'nothing is generated'; exit 1; }
xargs env -i PATH="$work/bin" HOME="$work/home" LC_ALL=C.UTF-8 ninja -C "$tree" \
  resources/libdh-resources.a <"$work/targets" >"$work/log" 2>&1 ||
  { tail -n 15 "$work/log"; exit 1; }
echo "$(wc -l <"$work/commands") commands, $(wc -l <"$work/targets") generated files"
