# certificates.sh - authorities and certificates, made by openssl
# shellcheck shell=sh
#
# Sourced after tests/functions.sh, where `command -v openssl` succeeds.
#
#   authority NAME ISSUER [SUBJECT]
#                            makes $pki/NAME.pem and NAME.key of an authority
#                            "Test SUBJECT" (or NAME), which ISSUER signs: NAME
#                            itself, or another one that was made
#   server NAME ISSUER [HOST]  likewise of a server, for 127.0.0.1 and localhost
#                            or for HOST alone; NAME.both has both in one file
#   bundle FILE NAME...      $pki/FILE: the certificates of these
#   folder NAME NAME...      $pki/NAME: a hashed folder of these
#
# $valid is "" or says when each is valid: past, future; $usage is "" or what a
# server's is for: clientAuth.

pki=$work/pki
valid='' usage=''
mkdir -p "$pki/issued"
: >"$pki/index"
openssl ecparam -name prime256v1 -out "$pki/curve"
cat >"$pki/ca.cnf" <<TEXT
[ca]
default_ca = it
[it]
database = $pki/index
new_certs_dir = $pki/issued
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
basicConstraints = CA:false
authorityKeyIdentifier = keyid
subjectAltName = \${ENV::NAMES}
extendedKeyUsage = \${ENV::USAGE}
TEXT

# test_issue NAME SUBJECT ISSUER EXTENSIONS
test_issue()
{
  name=$1 subject=$2 issuer=$3 extensions=$4
  case $valid in
    past) set -- -startdate 20200101000000Z -enddate 20210101000000Z ;;
    future) set -- -startdate 20900101000000Z -enddate 20910101000000Z ;;
    *) set -- -days 2 ;;
  esac
  if [ "$issuer" = "$name" ]; then
    set -- "$@" -selfsign
  else
    set -- "$@" -cert "$pki/$issuer.pem"
  fi
  if ! {
    openssl req -newkey "ec:$pki/curve" -nodes \
      -keyout "$pki/$name.key" -out "$pki/$name.csr" -subj "/CN=$subject" &&
      openssl ca -batch -notext -config "$pki/ca.cnf" -extensions \
        "$extensions" -keyfile "$pki/$issuer.key" -in "$pki/$name.csr" \
        -out "$pki/$name.pem" "$@"
  } 2>"$pki/log"; then
    fail "openssl: $(cat "$pki/log")"
  fi
}

authority()
{
  NAMES=DNS:unused USAGE=serverAuth
  export NAMES USAGE
  test_issue "$1" "Test ${3-$1}" "$2" authority
}

server()
{
  NAMES=DNS:${3-localhost,IP:127.0.0.1} USAGE=${usage:-serverAuth}
  export NAMES USAGE
  test_issue "$1" "Test $1" "$2" server
  cat "$pki/$1.pem" "$pki/$1.key" >"$pki/$1.both"
}

bundle()
{
  test_file=$pki/$1
  shift
  for test_certificate in "$@"; do
    cat "$pki/$test_certificate.pem"
  done >"$test_file"
}

folder()
{
  test_folder=$pki/$1
  shift
  mkdir -p "$test_folder"
  for test_certificate in "$@"; do
    cp "$pki/$test_certificate.pem" "$test_folder"
  done
  openssl rehash "$test_folder" || fail "openssl rehash $test_folder"
}
