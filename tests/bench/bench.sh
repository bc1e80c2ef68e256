#!/bin/sh
# bench.sh - what nscale costs beside curl, curl | jq and other programs
#
#   make bench
#
# Serves generated lists with nginx (TLS 1.3, HTTP/2, a P-256 certificate) on
# loopback, runs the commands of each table in turn (compare.c says what its
# columns are) and prints the tables.  Nothing passes or fails by time.
#
# BENCH_SIZES   elements of the lists (0 10 1000 10000 100000)
# BENCH_ROUNDS  rounds of the smallest; larger ones get fewer (40)
# BENCH_PLUGINS installed plugins (1 10 100 1000)
set -eu

: "${BENCH_SIZES=0 10 1000 10000 100000}" "${BENCH_ROUNDS=40}"
: "${BENCH_PLUGINS=1 10 100 1000}"
tools=$abs_top_builddir/tests/bench
nscale=$abs_top_builddir/nscale
# shellcheck disable=SC1091
. "$abs_top_srcdir/tests/bench/server.sh"

has_server_tools || {
  echo 'bench.sh: it needs curl, jq, nginx and openssl (Debian: apt-get' \
    'install curl jq nginx-light openssl)' >&2
  exit 77
}
[ -x "$nscale" ] || { echo 'bench.sh: nscale was not built' >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/tmp}/nscale-bench.XXXXXX")
cleanup()
{
  trap - EXIT HUP INT TERM
  stop_server
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# The system's trusted certificates and ours, as a bundle and as a folder of
# hashed names: what both programs read where nobody chooses.
make_trust()
{
  mkdir "$work/certs"
  cat /etc/ssl/certs/ca-certificates.crt "$work/ca.pem" >"$work/bundle.pem"
  cp -L /etc/ssl/certs/*.pem "$work/ca.pem" "$work/certs"
  openssl rehash "$work/certs"
}

# ---- Tables -------------------------------------------------------------

# line LABEL COMMAND: one more command of the table
line()
{
  printf '%s\t%s\n' "$1" "$2" >>"$work/table"
}

# table TITLE ROUNDS [FLOOR]
table()
{
  printf '\n%s, %s rounds\n\n' "$1" "$2"
  "$tools/compare" "$2" "$work/table" ${3+"$3"}
  rm "$work/table"
}

# is_there PROGRAM: or a sentence that it is not, once
missing=
is_there()
{
  ! command -v "$1" >/dev/null 2>&1 || return 0
  case $missing in *" $1 "*) return 1 ;; esac
  missing="$missing $1 "
  echo "$1 is not installed, and left out."
  return 1
}

rounds_of()
{
  case $1 in
    ?????*) echo $((BENCH_ROUNDS / 8 + 1)) ;;
    ????) echo $((BENCH_ROUNDS / 2 + 1)) ;;
    *) echo "$BENCH_ROUNDS" ;;
  esac
}

# peers N: other programs, each against what it takes for its own server
peers()
{
  alone="SSL_CERT_FILE=$work/ca.pem"
  if is_there gh; then
    for filter in '' ' -q .[].metadata.id'; do
      line "gh api$filter" "$alone GH_ENTERPRISE_TOKEN=$token GH_HOST=${base#https://} gh api $path$filter"
    done
  fi
  if is_there hcloud; then
    make_keys "$1"
    line 'hcloud ssh-key list' \
      "$alone HCLOUD_TOKEN=$token HCLOUD_ENDPOINT=$base/hcloud/$1 hcloud ssh-key list"
  fi
}

# lists N
floor='a fetch over libcurl'
lists()
{
  make_list "$1"
  path=$1/api/v1/organizations/$organization/serviceaccounts
  fetch="curl -s --cacert $work/ca.pem -H 'Authorization: Bearer $token' $base/$path"
  list="NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$base/$1 SSL_CERT_FILE=$work/ca.pem $nscale serviceaccounts list"
  line "curl | jq -r '.[].metadata.id'" \
    "sh -c $fetch | jq -r '.[].metadata.id'"
  line 'curl | jq .' "sh -c $fetch | jq ."
  ! is_there gojq || line "curl | gojq -r '.[].metadata.id'" \
    "sh -c $fetch | gojq -r '.[].metadata.id'"
  peers "$1"
  line 'curl' "sh -c exec $fetch"
  line "$floor" "$tools/fetch $base/$path $work/ca.pem $token"
  line 'a fetch over TLS alone' "sh -c exec openssl s_client -quiet -connect ${base#https://} -CAfile $work/ca.pem <$work/$1.request"
  printf 'GET /%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n' \
    "$path" "$token" >"$work/$1.request"
  line 'nscale list' "$list"
  line 'nscale list --json' "$list --json"
  for filter in . '.[]' '.[].metadata.id' '.[0].metadata.name' \
    'map(.metadata.id)' '.[]|select(.spec)|.metadata.id' \
    '[.[]|select(.spec)]|length'; do
    line "nscale list -q $filter" "$list -q $filter"
  done
  table "Lists of $1" "$(rounds_of "$1")" "$floor"
}

trust()
{
  path=10/api/v1/organizations/$organization/serviceaccounts
  line 'curl | jq, a bundle' "sh -c curl -s --cacert $work/bundle.pem -H 'Authorization: Bearer $token' $base/$path | jq -r '.[].metadata.id'"
  list="NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$base/10"
  line 'nscale list, that bundle' \
    "$list SSL_CERT_FILE=$work/bundle.pem $nscale serviceaccounts list"
  line 'nscale list, a hashed folder' \
    "$list SSL_CERT_DIR=$work/certs $nscale serviceaccounts list"
  table "Lists of 10, $(grep -c BEGIN "$work/bundle.pem") trusted certificates" \
    "$BENCH_ROUNDS"
}

start_up()
{
  line 'a trivial program' "$tools/trivial"
  line 'nscale --version' "$nscale --version"
  line 'nscale --help' "$nscale --help"
  line 'nscale list --nope!' "$nscale serviceaccounts list --nope"
  line 'nscale sa list --nope!' "$nscale sa list --nope"
  line 'completion of a verb' "$nscale __complete serviceaccounts l"
  line 'completion of a flag' "$nscale __complete serviceaccounts list --"
  line 'curl --version' 'curl --version'
  line 'jq -n 1' 'jq -n 1'
  for other in 'gh --version' 'kubectl version --client' 'hcloud version' \
    'aws --version'; do
    ! command -v "${other%% *}" >/dev/null 2>&1 || line "$other" "$other"
  done
  table 'Start-up' "$BENCH_ROUNDS"
}

# plugins N: a folder of so many, all made of one
plugins()
{
  mkdir "$work/plugins$1"
  n=0
  while [ "$n" -lt "$1" ]; do
    name=p$(printf '%03x' "$n")
    LC_ALL=C sed "s/good/$name/g; s/fine/q${name#p}/g" \
      "$abs_top_builddir/tests/fixtures/plugins/good.so" \
      >"$work/plugins$1/$name.so"
    n=$((n + 1))
  done
}

with_plugins()
{
  path="NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$base/10 SSL_CERT_FILE=$work/ca.pem"
  for count in $BENCH_PLUGINS; do
    plugins "$count"
    for words in --version --help 'serviceaccounts list' 'sa list'; do
      line "$count: nscale $words" \
        "NSCALE_PLUGIN_PATH=$work/plugins$count $path $nscale $words"
    done
  done
  table 'So many more plugins, lists of 10' "$BENCH_ROUNDS"
}

machine()
{
  printf '%s, %s x %s, %s\n' "$(uname -srm)" "$(getconf _NPROCESSORS_ONLN)" \
    "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" \
    "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)"
  curl --version | head -n 1
  jq --version
  openssl s_client -connect "${base#https://}" -CAfile "$work/ca.pem" \
    </dev/null 2>/dev/null |
    sed -n 's/^New, \(TLSv[0-9.]*\), Cipher is \(.*\)/Over \1 with \2/p'
  "$nscale" --version
}

# ---- All of them --------------------------------------------------------

# Nothing of the caller's.
for name in $(env | sed -n 's/^\(NSCALE_[A-Za-z0-9_]*\)=.*/\1/p'); do
  unset "$name"
done
unset SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE http_proxy https_proxy
unset all_proxy HTTPS_PROXY ALL_PROXY XDG_DATA_HOME
HOME=$work NSCALE_SERVICE_TOKEN=$token NSCALE_ORGANIZATION_ID=$organization
LC_ALL=C.UTF-8
export HOME NSCALE_SERVICE_TOKEN NSCALE_ORGANIZATION_ID LC_ALL

start_server
machine
start_up
for size in $BENCH_SIZES; do
  lists "$size"
done
[ -e "$work/10.json" ] || make_list 10
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
  make_trust >/dev/null 2>&1
  trust
fi
with_plugins
