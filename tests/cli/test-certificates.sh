#!/bin/sh
# test-certificates.sh - whom nscale trusts over TLS, and what is said if not
#
# The sandbox serves certificates that openssl makes, and openssl's own server
# speaks what the sandbox does not.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'nscale-sandbox was not built' test -x "$NSCALE_SANDBOX"
requires 'openssl is not installed' command -v openssl
requires "libcurl's TLS is not OpenSSL's" \
  sh -c 'ldd "$abs_top_builddir/core/transport.so" | grep -q libssl'
. "$abs_top_srcdir/tests/cli/certificates.sh"
unset SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE no_proxy NO_PROXY
network='and the network and its proxy'
endpoint="check NSCALE_IDENTITY_SERVICE_API_ENDPOINT, $network"

authority root root
authority inter root
authority other other
authority twin twin root
server leaf inter
server named inter api.example
server self self
valid=past
authority oldroot oldroot
authority oldinter root
server oldleaf inter
valid=future
authority newinter root
server newleaf inter
valid=
server by-oldroot oldroot
server by-oldinter oldinter
server by-newinter newinter

# at CHAIN VARIABLES ARGUMENT...: nscale where the server shows these, the first
# of which is its own; blanks separate both
at()
{
  chain=$1 variables=$2
  shift 2
  # shellcheck disable=SC2086
  bundle served $chain
  # shellcheck disable=SC2086
  run_command "$NSCALE_SANDBOX" --certificate "$pki/served" \
    --key "$pki/${chain%% *}.key" -- env -u SSL_CERT_FILE $variables \
    "$NSCALE" "$@"
}

# trusts CHAIN VARIABLES [ARGUMENT...]
trusts()
{
  chain=$1 variables=$2
  shift 2
  at "$chain" "$variables" sa get ci -q .metadata.name "$@"
  expect_status 0
  expect_stdout ci
  expect_stderr ''
}

# refused CHAIN VARIABLES SENTENCE HINT [ARGUMENT...]: HINT may be ''
refused()
{
  chain=$1 variables=$2 sentence=$3 advice=$4
  shift 4
  [ $# -gt 0 ] || set -- sa list
  at "$chain" "$variables" "$@"
  said 7
}

# said STATUS: this sentence and this hint, with the port as N
said()
{
  edit 's/127\.0\.0\.1 port [0-9]*/127.0.0.1 port N/'
  { echo "nscale: $sentence"
    [ -z "$advice" ] || echo "hint: $advice"; } >"$work/said"
  expect_error "$1" <"$work/said"
}

test_case 'a chain up to what is trusted, the root or what is below it'
trusts 'leaf inter' "SSL_CERT_FILE=$pki/root.pem"
trusts leaf "SSL_CERT_FILE=$pki/inter.pem"
trusts leaf "CURL_CA_BUNDLE=$pki/inter.pem"
trusts 'leaf inter' '' --ca-cert "$pki/root.pem"
trusts self "SSL_CERT_FILE=$pki/self.pem"

test_case 'the intermediate authority is missing'
missing='the certificate of 127.0.0.1 is signed by "Test inter", which is not trusted and whose own certificate was not sent'
for words in 'sa list' 'sa rotate ci --yes'; do
  # shellcheck disable=SC2086
  refused leaf "SSL_CERT_FILE=$pki/root.pem" "$missing" \
    'name the certificate of "Test inter" with --ca-cert FILE, or have the server send it if it is an intermediate one' \
    $words
done
refused leaf '' "$missing" \
  'add the certificate of "Test inter" to the file of --ca-cert, or have the server send it if it is an intermediate one' \
  sa list --ca-cert "$pki/root.pem"

test_case 'the intermediate authority has expired, or is not yet valid'
refused 'by-oldinter oldinter' "SSL_CERT_FILE=$pki/root.pem" \
  'the certificate of 127.0.0.1 comes from the authority "Test oldinter", whose own certificate has expired' ''
refused 'by-newinter newinter' "SSL_CERT_FILE=$pki/root.pem" \
  'the certificate of 127.0.0.1 comes from the authority "Test newinter", whose own certificate is not yet valid' \
  'check the clock of this machine'
refused by-oldroot "SSL_CERT_FILE=$pki/oldroot.pem" \
  'the certificate of 127.0.0.1 comes from the authority "Test oldroot", whose own certificate has expired' ''

test_case 'the certificate itself has expired, or is not yet valid'
refused 'oldleaf inter' "SSL_CERT_FILE=$pki/root.pem" \
  'the certificate of 127.0.0.1 has expired' ''
refused 'newleaf inter' "SSL_CERT_FILE=$pki/root.pem" \
  'the certificate of 127.0.0.1 is not yet valid' \
  'check the clock of this machine'

test_case 'another authority, whether the server sends it or not'
for chain in 'leaf inter' 'leaf inter root'; do
  refused "$chain" "SSL_CERT_FILE=$pki/other.pem" \
    'the certificate of 127.0.0.1 comes from the authority "Test root", which is not trusted' \
    "name the authority's certificate with --ca-cert FILE"
done
refused 'leaf inter' '' \
  'the certificate of 127.0.0.1 comes from the authority "Test root", which is not trusted' \
  '--ca-cert names another authority than the one that signed it' \
  sa list --ca-cert "$pki/other.pem"

test_case 'another authority of the same name'
refused 'leaf inter' "SSL_CERT_FILE=$pki/twin.pem" \
  'the certificate of 127.0.0.1 comes from the authority "Test root", which is not trusted' \
  "name the authority's certificate with --ca-cert FILE"

test_case 'a certificate that signed itself'
refused self "SSL_CERT_FILE=$pki/other.pem" \
  'the certificate of 127.0.0.1 is signed by itself and not trusted' \
  'if it is the right one, name it with --ca-cert FILE'
refused self '' \
  'the certificate of 127.0.0.1 is signed by itself and not trusted' \
  '--ca-cert names another certificate' sa list --ca-cert "$pki/other.pem"

test_case 'the certificate of another host'
refused 'named inter' "SSL_CERT_FILE=$pki/root.pem" \
  'the certificate of 127.0.0.1 is for another host' "$endpoint"

test_case 'whatever else OpenSSL refuses has its words'
usage=clientAuth
server client root
usage=
refused client "SSL_CERT_FILE=$pki/root.pem" \
  'the certificate of 127.0.0.1 cannot be verified: unsuitable certificate purpose' ''

test_case 'a file and folders are both trusted'
folder good root
folder bad other
trusts 'leaf inter' "SSL_CERT_DIR=$pki/good"
trusts 'leaf inter' "SSL_CERT_DIR=$pki/good SSL_CERT_FILE=$pki/other.pem"
trusts 'leaf inter' "SSL_CERT_DIR=$pki/bad SSL_CERT_FILE=$pki/root.pem"
trusts 'leaf inter' "SSL_CERT_DIR=$pki/good CURL_CA_BUNDLE=$pki/other.pem"
trusts 'leaf inter' "SSL_CERT_DIR=/nowhere:$pki/bad:$pki/good"
trusts 'leaf inter' "SSL_CERT_DIR=/nowhere SSL_CERT_FILE=$pki/root.pem"
refused 'leaf inter' "SSL_CERT_DIR=$pki/good" \
  'the certificate of 127.0.0.1 comes from the authority "Test root", which is not trusted' \
  '--ca-cert names another authority than the one that signed it' \
  sa list --ca-cert "$pki/other.pem"

test_case 'a folder in which OpenSSL finds nothing is named'
strange='the certificate of 127.0.0.1 comes from the authority "Test root", which is not trusted'
mkdir "$pki/unhashed" "$pki/empty"
cp "$pki/root.pem" "$pki/unhashed"
for folder in "$pki/unhashed" "$pki/good:$pki/unhashed"; do
  trust=$pki/other.pem
  [ "$folder" = "$pki/unhashed" ] || rm -f "$pki/good/"*.pem
  refused 'leaf inter' "SSL_CERT_DIR=$folder SSL_CERT_FILE=$trust" "$strange" \
    "the folder $pki/unhashed, which SSL_CERT_DIR names, is not hashed: run openssl rehash on it"
done
refused 'leaf inter' "SSL_CERT_DIR=$pki/empty" "$strange" \
  "the folder $pki/empty, which SSL_CERT_DIR names, is empty"
refused 'leaf inter' "SSL_CERT_DIR=$pki/nowhere" "$strange" \
  "cannot read the folder $pki/nowhere, which SSL_CERT_DIR names: No such file or directory"

test_case 'of a file with a broken certificate the good ones are used'
line=$(($(wc -l <"$pki/other.pem") + 1))
for damage in '3s/^..../!!!!/' '3s/^..../AAAA/' '$d' '3d' 's/^.*END.*$/rubbish/'; do
  for order in 'other BROKEN root' 'root BROKEN other'; do
    first=${order%% *} last=${order##* }
    { cat "$pki/$first.pem"
      sed "$damage" "$pki/twin.pem"
      cat "$pki/$last.pem"; } >"$pki/broken"
    at 'leaf inter' "SSL_CERT_FILE=$pki/broken" sa get ci -q .metadata.name
    expect_status 0
    expect_stdout ci
    # What comes before it may have been enough.
    if [ "$first" = other ] || [ -s "$work/stderr" ]; then
      expect_stderr <<TEXT
nscale: the certificate that begins in line $line of $pki/broken cannot be read and is left out
TEXT
    fi
  done
done
sed 3d "$pki/twin.pem" >>"$pki/broken"
at 'leaf inter' "SSL_CERT_FILE=$pki/other.pem" sa rotate ci --yes \
  --ca-cert "$pki/broken"
stderr_has "nscale: the certificate that begins in line $line of $pki/broken, and 1 more of them, cannot be read and is left out"

test_case 'a file without any'
sed 3d "$pki/root.pem" >"$pki/broken"
openssl x509 -in "$pki/root.pem" -outform DER -out "$pki/root.der"
for file in /dev/null "$pki/broken" "$pki/root.der" "$pki/leaf.key"; do
  refused 'leaf inter' "SSL_CERT_FILE=$file" \
    "$file contains no CA certificate in PEM form" \
    'SSL_CERT_FILE names that file'
done

test_case '--debug has the words of the TLS library'
at leaf "SSL_CERT_FILE=$pki/root.pem" sa list --debug
stderr_has 'debug: * TLS: error 20, depth 0, "Test leaf": unable to get local issuer certificate'
at 'by-oldinter oldinter' "SSL_CERT_FILE=$pki/root.pem" sa list --debug
stderr_has 'debug: * TLS: error 10, depth 1, "Test oldinter": certificate has expired'
at 'named inter' "SSL_CERT_FILE=$pki/root.pem" sa list --debug
stderr_has 'debug: * TLS: '

# ---- openssl's server ----------------------------------------------------

cat "$pki/leaf.pem" "$pki/inter.pem" >"$pki/chain"
mkfifo "$pki/says"

# meets OPTIONS SENTENCE HINT: what openssl's server with these options, which
# blanks separate, means to a command that reads and to one that does not; it
# is the proxy if $is_proxy is set
is_proxy=
meets()
{
  sentence=$2 advice=$3
  # shellcheck disable=SC2086
  openssl s_server -accept 127.0.0.1:0 -cert "$pki/leaf.pem" \
    -cert_chain "$pki/chain" -key "$pki/leaf.key" -www $1 >"$pki/says" \
    2>"$pki/log" &
  openssl=$!
  line=
  exec 7<"$pki/says"
  until case $line in ACCEPT*) true ;; *) false ;; esac; do
    read -r line <&7 || break
  done
  for words in 'get ci' 'rotate 00000000-0000-4000-8000-000000000000 --yes'; do
    url=https://127.0.0.1:${line##*:}
    # shellcheck disable=SC2086
    run_command env "SSL_CERT_FILE=$pki/root.pem" NSCALE_SERVICE_TOKEN=secret \
      NSCALE_ORGANIZATION_ID=00000000-0000-4000-8000-000000000001 \
      "NSCALE_IDENTITY_SERVICE_API_ENDPOINT=$url" \
      ${is_proxy:+"https_proxy=$url"} "$NSCALE" sa $words --max-wait 0
    said 7
  done
  { kill "$openssl"
    wait "$openssl"; } 2>/dev/null
  exec 7<&-
}

test_case 'a server whose TLS is too old, whatever OpenSSL may do'
old='127.0.0.1 port N speaks no version of TLS that nscale does'
meets '-tls1_1 -cipher DEFAULT@SECLEVEL=0' "$old" \
  'nscale speaks TLS 1.2 and later ones'
cat >"$work/lax" <<'TEXT'
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = lax
[lax]
MinProtocol = TLSv1
CipherString = DEFAULT@SECLEVEL=0
TEXT
OPENSSL_CONF=$work/lax
export OPENSSL_CONF
meets '-tls1_1 -cipher DEFAULT@SECLEVEL=0' "$old" \
  'nscale speaks TLS 1.2 and later ones'
is_proxy=1
meets '-tls1_1 -cipher DEFAULT@SECLEVEL=0' \
  'the proxy 127.0.0.1 port N speaks no version of TLS that nscale does' \
  'nscale speaks TLS 1.2 and later ones'
is_proxy=
unset OPENSSL_CONF

test_case 'a server that wants a certificate of the client: nothing was done'
for version in -tls1_2 -tls1_3; do
  meets "$version -Verify 1" \
    '127.0.0.1 port N wants a certificate of the client, which nscale does not send' \
    "$endpoint"
done

test_case 'a proxy that does'
is_proxy=1
for version in -tls1_2 -tls1_3; do
  meets "$version -Verify 1" \
    'the proxy 127.0.0.1 port N wants a certificate of the client, which nscale does not send' \
    'check https_proxy and NO_PROXY'
done
is_proxy=

test_case 'a server with which nothing can be agreed on says why'
meets '-tls1_2 -cipher NULL-SHA256@SECLEVEL=0' \
  'cannot agree with 127.0.0.1 port N on a secure connection: it answered "handshake failure"' ''

end_tests
