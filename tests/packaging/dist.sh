# dist.sh - the tarball of `make dist`, for tests that build from it
# shellcheck shell=sh

: "${MAKE:=make}"
# As an archive would date it, so that it is the same at any time.
SOURCE_DATE_EPOCH=1780304400
# How small it is matters to nobody here.
XZ_OPT=-1
export SOURCE_DATE_EPOCH XZ_OPT

# make_dist FOLDER: makes the tarball and moves it there; one at a time, as
# all are made in the build folder.  Sets $version and $tarball.  Ends the
# script where there is none: nothing else could be shown.
make_dist()
{
  version=$("$abs_top_builddir/nscale" --version |
    sed 's/^nscale \([^ ]*\).*/\1/')
  tarball=$1/nscale-$version.tar.xz
  mkdir -p "$1"
  flock "$abs_top_builddir/Makefile" sh -c 'cd "$1" &&
    env MAKEFLAGS= "$2" dist && mv "$3" "$4"' - "$abs_top_builddir" "$MAKE" \
    "${tarball##*/}" "$tarball" >"$work/dist.log" 2>&1 </dev/null ||
    give_up 'make dist fails' "$work/dist.log"
}

# build_again_and_again: has ccache, where there is one, know what any test has
# built already.  The folder stands in nothing but debugging information; for
# the rest it has to be the same source, beside the folder that it is built in,
# with the same $cheaply.
# shellcheck disable=SC2034 # who sources this has it
cheaply='--enable-gcc-warnings --disable-hardening CFLAGS=-O0'
build_again_and_again()
{
  [ ! -d /usr/lib/ccache ] || PATH=/usr/lib/ccache:$PATH
  CCACHE_DIR=$abs_top_builddir/tests/ccache
  CCACHE_BASEDIR=$work CCACHE_NOHASHDIR=1
  export PATH CCACHE_DIR CCACHE_BASEDIR CCACHE_NOHASHDIR
}

# give_up TEXT LOG: ends the script, with the end of the log
give_up()
{
  fail "$1"
  tail -n 30 "$2" | sed 's/^/#   /'
  end_tests
}
