#!/bin/sh
# test-elevated.sh - the environment of another: what it may choose where
# nscale has more rights than who starts it, and what nobody's may choose
# shellcheck disable=SC1091,SC2317
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --tls --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"

ci=$(fixture acme serviceaccounts ci)
cd "$work" || exit 99
cp "$SSL_CERT_FILE" ca.pem
chmod 644 ca.pem

test_case 'all variables are read in one place'
expect_equal core/base/environment.c "$(cd "$abs_top_srcdir" &&
  grep -l '[^a-z_]getenv(' core/*/*.c core/*.c)"

# ---- More rights. -------------------------------------------------------

# A copy that is root's whoever starts it.
elevated=$work/elevated
cp "$abs_top_builddir/nscale" "$elevated"
chmod 755 "$work"

# other ARGUMENT...: that, started by somebody without rights
other()
{
  test_command="nscale $*, set-uid"
  setpriv --reuid=65534 --regid=65534 --clear-groups "$elevated" "$@" \
    </dev/null >stdout 2>stderr
  status=$?
}

works=
if [ "$(id -u)" -eq 0 ] && [ -z "${SANITIZERS-}" ] && chmod 4755 "$elevated" &&
  command -v setpriv >/dev/null; then
  cp "$(command -v id)" suid-id
  chmod 4755 suid-id
  [ "$(setpriv --reuid=65534 --regid=65534 --clear-groups ./suid-id -u)" = 0 ] &&
    other --version && [ "$status" -eq 0 ] && works=1
fi

# elevated CASE: begins one that needs it
elevated()
{
  test_case "$1"
  [ -n "$works" ] || skip_case 'it takes root, setpriv and set-uid files'
  [ -n "$works" ]
}

if elevated 'it chooses no plugins'; then
  mkdir plugins data data/nscale data/nscale/plugins
  for folder in plugins data/nscale/plugins; do
    cp "$abs_top_builddir"/plugins/groups.so "$folder/"
  done
  for variable in "NSCALE_PLUGIN_PATH=$work/plugins" \
    "XDG_DATA_HOME=$work/data"; do
    run_command env "$variable" "$NSCALE" plugins list
    stdout_has "$work/"
    export "${variable?}"
    other plugins list
    unset NSCALE_PLUGIN_PATH XDG_DATA_HOME
    expect_status 0
    stdout_lacks "$work/"
  done
fi

if elevated 'nor a file that nscale may read and it may not'; then
  echo secret >token
  chmod 600 token
  token=$NSCALE_SERVICE_TOKEN
  unset NSCALE_SERVICE_TOKEN
  NSCALE_SERVICE_TOKEN_FILE=$work/token
  export NSCALE_SERVICE_TOKEN_FILE
  forget
  other sa list --ca-cert ca.pem
  expect_status 4
  stderr_has 'nscale: no service token'
  expect_requests 0
  unset NSCALE_SERVICE_TOKEN_FILE
  NSCALE_SERVICE_TOKEN=$token
  export NSCALE_SERVICE_TOKEN
fi

if elevated 'nor whose certificates are believed, nor who sees what is sent'; then
  other sa list -q length
  expect_status 7
  stderr_has certificate
  https_proxy=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9
  ALL_PROXY=http://127.0.0.1:9 no_proxy=
  export https_proxy HTTPS_PROXY ALL_PROXY no_proxy
  run sa list -q length --ca-cert ca.pem
  expect_status 7
  # Its own token, its own endpoint and its own organization stay.
  other sa list -q length --ca-cert ca.pem
  expect_status 0
  expect_stdout 3
  unset https_proxy HTTPS_PROXY ALL_PROXY no_proxy
fi

if elevated 'nor where what is saved goes'; then
  XDG_STATE_HOME=$work/state XDG_CACHE_HOME=$work/cache TMPDIR=$work/temporary
  mkdir temporary
  export XDG_STATE_HOME XDG_CACHE_HOME TMPDIR
  other sa rotate "$ci" --yes -q .metadata.name --ca-cert ca.pem
  expect_status 0
  saved=$(sed -n 's|.* in \(/tmp/nscale-reply-[0-9a-f]*\.json\):.*|\1|p' stderr)
  check test -s "$saved"
  rm -f "$saved"
  other __complete sa get c
  check test ! -e state
  check test ! -e cache
  expect_equal '' "$(ls -A temporary)"
  unset XDG_STATE_HOME XDG_CACHE_HOME TMPDIR
fi

# ---- Nobody's. ----------------------------------------------------------

test_case 'the keys of a connection are written down for nobody'
run_command env "SSLKEYLOGFILE=$work/keys" "$NSCALE" sa list -q length
expect 0 <<'TEXT'
3
TEXT
check test ! -e keys

# old ARGUMENT...: beside a server that speaks nothing newer than TLS 1.1
old()
{
  openssl s_server -accept 127.0.0.1:0 -tls1_1 -cipher 'ALL:@SECLEVEL=0' \
    -cert old.pem -key old.key -www >said 2>/dev/null &
  server=$!
  exec 3<said
  old=
  while [ -z "$old" ] && read -r line <&3; do
    case $line in ACCEPT*) old=${line##*:} ;; esac
  done
  "$@"
  kill "$server"
  wait "$server" 2>/dev/null
  exec 3<&-
}

test_case 'TLS 1.2 is the least, whatever the TLS library is told'
cat >openssl.cnf <<'TEXT'
openssl_conf = init
[init]
ssl_conf = modules
[modules]
system_default = defaults
[defaults]
MinProtocol = TLSv1
CipherString = ALL:@SECLEVEL=0
TEXT
OPENSSL_CONF=$work/openssl.cnf
export OPENSSL_CONF
talk_old()
{
  # What it is that the server has: others do talk to it.
  curl --silent --noproxy '*' --cacert old.pem --tlsv1.1 --tls-max 1.1 \
    "https://127.0.0.1:$old/" >/dev/null || {
    skip_case 'nothing speaks TLS 1.1 here'
    return
  }
  forget
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://127.0.0.1:$old \
    run sa list --ca-cert old.pem --max-wait 0
  expect_status 7
  HTTPS_PROXY=https://127.0.0.1:$old no_proxy='' SSL_CERT_FILE=$work/both.pem \
    run sa list --max-wait 0
  expect_status 7
  expect_requests 0
}
if openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=old -days 9000 \
  -config /dev/null -addext subjectAltName=IP:127.0.0.1 -keyout old.key \
  -out old.pem 2>/dev/null; then
  cat old.pem ca.pem >both.pem
  mkfifo said
  old talk_old
else
  skip_case 'openssl is not installed, or too old'
fi

end_tests
