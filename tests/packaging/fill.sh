#!/bin/sh
# fill.sh - writes what configure was told of the project into packagings
#
#   fill.sh FOLDER
#
# FOLDER has a copy of debian/ and nscale.spec.  $homepage, $vcs and
# $bug_address are what configure was given; an empty one changes nothing.
set -eu
cd "$1"

# put FILE BEHIND NAME VALUE: a field, behind the first line of another one
put()
{
  [ -n "$4" ] || return 0
  awk -v behind="$2:" -v name="$3:" -v value="$4" '
    $1 != name { print }
    $1 == behind && !done { print name " " value; done = 1 }' "$1" >"$1-t"
  mv "$1-t" "$1"
}

put debian/control Standards-Version Homepage "$homepage"
# In brackets: where debian/ is in the repository.
put debian/control Standards-Version Vcs-Git \
  "${vcs:+$vcs [tests/packaging]}"
put debian/copyright Upstream-Name Source "${vcs:-$homepage}"
put debian/copyright Upstream-Name Upstream-Contact "$bug_address"
put nscale.spec License BugURL "$bug_address"
put nscale.spec License VCS "${vcs:+git:$vcs}"
put nscale.spec License URL "$homepage"

# Releases are tags of the repository.
[ -z "$vcs" ] || cat >debian/watch <<TEXT
version=4
opts=mode=git,pgpmode=none \\
  $vcs refs/tags/v([\\d.]+)
TEXT
