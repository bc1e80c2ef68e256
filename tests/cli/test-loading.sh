#!/bin/sh
# test-loading.sh - what a command loads, opens and asks of the kernel
#
# Nothing is loaded or opened that a command does not need: no libcurl before
# a request, no libjq before a filter that needs it, no code of any plugin but
# the one that is named.  The sets are exact, so whatever is added is seen.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'sanitizers load and open things of their own' \
  [ -z "${SANITIZERS-}" ]
sandbox_enter --tls --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

printf '{"metadata":{"name":"x"},"spec":{"groupIDs":[]}}\n' \
  >"$work/account.json"

# with_words LINE COMMAND...: COMMAND, silently, with the words of LINE behind
# it, which blanks separate; FILE is a document, and EMPTY no letter at all.
# It is as outside of a sandbox, where a profile counts that nobody named.
with_words()
{
  line=$1
  shift
  set -f
  for word in $line; do
    case $word in
      FILE) word=$work/account.json ;;
      EMPTY) word='' ;;
    esac
    set -- "$@" "$word"
  done
  set +f
  (
    unset NSCALE_SANDBOX_URL
    exec "$@" </dev/null >/dev/null 2>&1
  )
}

# ---- Shared objects -----------------------------------------------------

# Their names without folder and version, but for libc and its parts.
base_names()
{
  sed 's,.*/,,; s/\.so.*//; s/-[0-9.]*$//' |
    grep -v -x -e 'libc' -e 'libdl' -e 'libm' -e 'libpthread' -e 'librt' |
    sort -u
}

loaded()
{
  with_words "$1" env LD_DEBUG=files LD_DEBUG_OUTPUT="$work/linked" "$NSCALE"
  cat "$work"/linked.* |
    sed -n 's/.*file=\([^ ]*\) \[.*generating link map.*/\1/p' | base_names
  rm -f "$work"/linked.*
}

# needed_by MODULE: it and all that it is linked to
needed_by()
{
  {
    echo "$1"
    ldd "$abs_top_builddir/core/$1.so" |
      sed -n 's/.*=> \([^ ]*\) .*/\1/p'
  } | base_names
}

# loads WORDS OBJECT...: those, and libjson-c, are all that is loaded
loads()
{
  words=$1
  shift
  {
    echo libjson-c
    for object in "$@"; do
      case $object in
        transport | query) needed_by "$object" ;;
        *) echo "$object" ;;
      esac
    done
  } | sort -u >"$work/wanted"
  loaded "$words" >"$work/stdout"
  : >"$work/stderr"
  test_command="nscale $words"
  test_compare stdout
}

if [ -n "$(loaded --version 2>/dev/null)" ]; then
  test_case 'help, topics, completion of words and mistakes load no plugin'
  for words in --version --help version help 'help query' 'help --mdoc' \
    'completion bash' 'plugins list' '__complete s' '__complete plugins EMPTY' \
    nothing --nothing ''; do
    loads "$words"
  done

  test_case 'one that is named is the only one, and brings no request'
  for words in 'sa --help' 'serviceaccounts --help' 'help sa create' \
    'help --mdoc sa' '__complete sa l' '__complete sa get --' 'sa lst' \
    'sa list --nope' 'serviceaccounts list --nope' 'sa check --offline' \
    'sa create --dry-run --file FILE' 'sa rotate ci'; do
    loads "$words" serviceaccounts
  done
  loads 'groups --help' groups

  test_case 'a request brings libcurl, and no filters'
  for words in 'sa list' 'sa list --json' 'sa list -q .' \
    'sa list -q .[].metadata.name' 'sa list --expiring-within 7d' \
    'sa check' 'sa get ci' '__complete sa get EMPTY'; do
    loads "$words" serviceaccounts transport
  done
  loads 'groups list' groups transport
  loads 'api /api/v1/organizations' transport

  test_case 'a filter that needs libjq brings it'
  loads 'sa list -q sort_by(.metadata.name)' serviceaccounts transport query
  loads 'sa list -q map(' serviceaccounts query
else
  test_case 'what is loaded'
  skip_case 'the dynamic linker does not tell what it loads'
fi

# ---- System calls -------------------------------------------------------

# trace PROGRAM LINE: Whoever holds a token may not be looked into, not even
# by strace, unless it is kept from saying so to the kernel.
trace()
{
  with_words "$2" strace -f -o "$work/trace" -e inject=prctl:retval=0 "$1"
}

# What was opened or looked for by name after the program had been loaded, in
# that order; what the libraries of transport.so read of the system is theirs.
opened()
{
  trace "$NSCALE" "$1"
  sed -n '1,/PR_SET_DUMPABLE\|RLIMIT_CORE/d
    s/^[0-9 ]*[a-z0-9_]*\(open\|stat\|access\|readlink\)[a-z0-9_]*([^"]*"\([^"]*\)".*/\2/p' \
    "$work/trace" |
    sed "s,^$SSL_CERT_FILE\$,CA,; s,^$work/,~/,; s,^$abs_top_builddir/,," |
    grep -v -e '^$' -e '^/etc/ld\.so' -e '/lib[^/]*\.so' -e '^/usr/lib/ssl/' \
      -e '/openssl\.cnf$' -e '/openssl\.conf\.d$' -e '^/etc/gnutls/' \
      -e '^/etc/crypto-policies/' -e '/crypto-config/' -e '^/etc/ubuntu-fips' \
      -e '^/etc/localtime$' -e '^/usr/share/zoneinfo/' -e '^/proc/sys/' |
    uniq
}

# opens WORDS: names as on stdin
opens()
{
  cat >"$work/wanted"
  opened "$1" >"$work/stdout"
  : >"$work/stderr"
  test_command="nscale $1"
  test_compare stdout
}

# count NAME: so many calls whose name begins so
count()
{
  grep -c "^[0-9 ]*$1" "$work/trace"
}

# costs WORDS MOST WRITES SOCKETS: at most so many calls more than the least
# program; exactly so many writes and sockets, and no process or thread.  The
# socket for datagrams that a libcurl may open and close, to see
# whether there is IPv6, is none of them: nothing is sent.
costs()
{
  trace "$NSCALE" "$1"
  more=$(($(wc -l <"$work/trace") - least))
  [ "$more" -le "$2" ] || fail "nscale $1: $more calls more than $2"
  expect_equal "$1: $3 writes, $4 sockets, 1 programs, 0 others" \
    "$1: $(count write) writes, $(count 'socket(AF_INET6*, SOCK_STREAM') sockets, \
$(count execve) programs, $(count '\(v\?fork\|clone\|kill\)') others"
}

if trace "$abs_top_builddir/tests/bench/trivial" ''; then
  least=$(wc -l <"$work/trace")

  test_case 'the version opens nothing'
  opens --version </dev/null
  opens 'completion bash' </dev/null

  test_case 'help reads the notes of plugins'
  opens --help <<'TEXT'
~/.local/share/nscale/plugins
plugins
groups.so
organizations.so
serviceaccounts.so
plugins/providers
plugins/providers.d
TEXT

  test_case 'a plugin that is named is opened, and no other is looked at'
  opens 'serviceaccounts list --nope' <<'TEXT'
~/.local/share/nscale/plugins/serviceaccounts.so
plugins/serviceaccounts.so
plugins
serviceaccounts.so
plugins/serviceaccounts.so
TEXT

  test_case 'an alias is found in one pass over the notes'
  opens 'sa list --nope' <<'TEXT'
~/.local/share/nscale/plugins/sa.so
plugins/sa.so
~/.local/share/nscale/plugins
plugins
groups.so
organizations.so
serviceaccounts.so
plugins/serviceaccounts.so
TEXT

  test_case 'a document is opened, and an offline dry run needs no more'
  opens 'serviceaccounts create --file FILE --dry-run' <<'TEXT'
~/.local/share/nscale/plugins/serviceaccounts.so
plugins/serviceaccounts.so
plugins
serviceaccounts.so
plugins/serviceaccounts.so
~/.config/nscale
~/account.json
TEXT

  test_case 'a list opens the transport and the certificates that are named'
  for words in list 'list --json' 'list -q .[].metadata.name'; do
    opens "serviceaccounts $words" <<'TEXT'
~/.local/share/nscale/plugins/serviceaccounts.so
plugins/serviceaccounts.so
plugins
serviceaccounts.so
plugins/serviceaccounts.so
~/.config/nscale
core/transport.so
CA
TEXT
  done

  test_case 'what a command asks of the kernel is little'
  costs --version 45 1 0
  costs --help 80 1 0
  costs 'serviceaccounts --help' 75 1 0
  costs 'serviceaccounts list --nope' 75 1 0
  costs 'sa list --nope' 90 1 0
  costs 'sa create --file FILE --dry-run' 110 3 0
  costs 'sa list' 700 1 1
  costs 'sa list --json' 700 1 1
  costs 'sa list -q .[].metadata.name' 700 1 1
else
  test_case 'what is opened'
  skip_case 'strace is not installed, or may not trace'
fi

end_tests
