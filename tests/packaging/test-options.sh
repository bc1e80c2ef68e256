#!/bin/sh
# test-options.sh - what configure can leave out, and another compiler
#
# All are built outside of the source tree, with every warning an error.
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${MAKE:=make}"
[ -z "${SANITIZERS-}" ] || skip_all 'these builds have no sanitizers'
requires 'flock is not installed' command -v flock
. "$abs_top_srcdir/tests/packaging/dist.sh"
MAKEFLAGS=
export MAKEFLAGS
cd "$work" || exit 99
build_again_and_again
make_dist "$work"
tar xf "$tarball" || exit 99
source=$work/nscale-$version
plugins=$(sed -n 's|^include plugins/\(.*\)/local.mk$|\1|p' \
  "$source/Makefile.am")

# built FOLDER OPTION...: configures, builds and installs outside of the tree;
# what is installed is listed in FOLDER/installed
built()
{
  folder=$1
  shift
  mkdir -p "$folder"
  # shellcheck disable=SC2086 # a list of words
  (cd "$folder" && "$source/configure" --prefix=/usr $cheaply "$@" &&
    "$MAKE" && rm -rf root && "$MAKE" install DESTDIR="$PWD/root") \
    >"$folder/log" 2>&1 </dev/null || give_up "configure $* fails" "$folder/log"
  (cd "$folder/root" && find . ! -type d | sed 's|^[.]||' | sort) \
    >"$folder/installed"
}

# pages PLUGIN: the manual pages that come with it, its recipes too
pages()
{
  find "$source/plugins/$1" -name '*.[0-9]' | sed 's|.*/||' | sort
}

# pages_pattern PLUGIN...: what these are installed as
pages_pattern()
{
  for plugin in "$@"; do
    echo "nscale-$plugin.1"
    pages "$plugin"
  done | sed 's/[.]/[.]/; s|.*|/&$|' | tr '\n' '|' | sed 's/|$//'
}

# lacks FOLDER PATTERN: it is installed all but for what matches
lacks()
{
  grep -v -E "$2" all/installed >wanted
  check test "$(wc -l <wanted)" -lt "$(wc -l <all/installed)"
  check diff wanted "$1/installed"
}

test_case 'a build outside of the tree'
built all
sed 's/^/# /' all/installed
for plugin in $plugins; do
  check grep -q "/plugins/${plugin}[.]so\$" all/installed
done

test_case '--disable-sandbox leaves out the sandbox alone'
built some --disable-sandbox
lacks some nscale-sandbox
check test ! -e some/root/usr/bin/nscale-sandbox

NSCALE=$work/some/nscale
for plugin in $plugins; do
  test_case "--disable-plugin-$plugin leaves out this plugin alone"
  rm -f some/plugins/*.so
  built some "--disable-plugin-$plugin"
  lacks some "/plugins/${plugin}[.]so\$|$(pages_pattern "$plugin")"
  run "$plugin" list
  case $plugin in
    organizations)
      hint="nscale api /api/v1/organizations lists the organizations" ;;
    *) hint='nscale --help lists the commands, and nscale plugins list shows what is wrong with a plugin' ;;
  esac
  expect_error 10 <<TEXT
nscale: $plugin is not a command, and no plugin provides it
hint: $hint
TEXT
done

test_case 'a plugin is built, left out, or an error'
(cd some && "$source/configure" --enable-plugin-serviceaccounts=perhaps) \
  >log 2>&1 && fail 'configure takes perhaps'
check grep -q -F -- '--enable-plugin-serviceaccounts takes yes, no or auto' log

options=$(for plugin in $plugins; do echo "--disable-plugin-$plugin"; done)
# shellcheck disable=SC2086 # a list of words
off() { "$@" --disable-sandbox --disable-hardening --disable-gcc-warnings \
  --with-bash-completion-dir=no --with-zsh-completion-dir=no \
  --with-fish-completion-dir=no $options; }

test_case 'it builds with every option off'
off built none
sed 's/^/# /' none/installed
# shellcheck disable=SC2086 # a list of words
lacks none "nscale-sandbox|/plugins/|completion|site-functions\
|$(pages_pattern $plugins)"
NSCALE=$work/none/nscale
run plugins list
expect_status 0
expect_stdout ''
expect_stderr 'No plugins.'
run --help
expect_status 0
run sa list
expect_status 10

test_case 'completions and manual pages go where configure is told'
(cd some && "$source/configure" --prefix=/usr --mandir=/m \
  --with-bash-completion-dir=/b --with-zsh-completion-dir=/z \
  --with-fish-completion-dir='${prefix}/f' && rm -rf root &&
  "$MAKE" install DESTDIR="$PWD/root") >log 2>&1 </dev/null ||
  give_up 'it fails' log
(cd some/root && find . ! -type d | sed 's|^[.]||' | sort) >installed
check grep -q '^/b/nscale' installed
check grep -q '^/z/_nscale' installed
check grep -q '^/usr/f/nscale' installed
check grep -q '^/m/man1/nscale[.]1' installed
check test -z "$(grep -E '^/usr/share/(man|bash|zsh|fish)' installed)"
for pair in bash=/b zsh=/z fish=/usr/f; do
  expect_equal "${pair#*=}" "$(PKG_CONFIG_PATH=some/sdk pkg-config \
    --variable="${pair%=*}completiondir" nscale-plugin)"
done
(cd some && "$source/configure" --with-zsh-completion-dir=z) >log 2>&1 &&
  fail 'configure takes a relative path'
check grep -q -F -- \
  '--with-zsh-completion-dir takes an absolute path or no' log

test_case 'clang builds everything, tests as well, without a warning'
if command -v clang >/dev/null 2>&1; then
  built clang CC=clang --disable-hardening CFLAGS=-O0
  check diff all/installed clang/installed
  (cd clang && "$MAKE" check TESTS='tests/check-symbols.sh
    tests/unit/test-load tests/unit/test-stream tests/cli/test-list.sh') \
    >log 2>&1 </dev/null || give_up 'its tests fail' log
  grep -E '^(PASS|SKIP|FAIL): ' log | sed 's/^/# /'
  check test "$(grep -c '^PASS: ' log)" -ge 3
else
  skip_case 'clang is not installed'
fi

end_tests
