# server.sh - nginx with lists of service accounts, for what compares with it
# shellcheck shell=sh
#
# Sourced with $work, a folder, and $tools, that of the programs built here.
#
#   has_server_tools   whether all is installed that is needed
#   start_server       TLS 1.3 and HTTP/2 on loopback, a P-256 certificate; sets
#                      $base, its address, to which $work/ca.pem belongs
#   make_list N        serves N accounts of $organization under $base/N, to
#                      whom knows $token
#   stop_server

PATH=$PATH:/usr/sbin # where nginx is
organization=5fa2e9d2-4c29-4f8b-a62f-3f0ba1a75d0e
token=token
server=

has_server_tools()
{
  for tool in curl jq nginx openssl; do
    command -v "$tool" >/dev/null 2>&1 || return 1
  done
}

make_certificates()
{
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout "$work/ca.key" -out "$work/ca.pem" -days 2 -subj '/CN=nscale bench'
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout "$work/server.key" -out "$work/server.csr" -subj '/CN=localhost'
  echo 'subjectAltName=DNS:localhost,IP:127.0.0.1' >"$work/names"
  openssl x509 -req -in "$work/server.csr" -CA "$work/ca.pem" \
    -CAkey "$work/ca.key" -CAcreateserial -out "$work/server.pem" -days 2 \
    -extfile "$work/names"
}

write_configuration()
{
  cat >"$work/nginx.conf" <<TEXT
daemon off;
worker_processes 1;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path $work/t1;
  proxy_temp_path $work/t2;
  fastcgi_temp_path $work/t3;
  uwsgi_temp_path $work/t4;
  scgi_temp_path $work/t5;
  server {
    listen 127.0.0.1:$1 ssl http2;
    ssl_certificate $work/server.pem;
    ssl_certificate_key $work/server.key;
    ssl_protocols TLSv1.3;
    default_type application/json;
    location ~ ^/([0-9]+)/api/v1/organizations/[^/]+/serviceaccounts\$ {
      if (\$http_authorization != "Bearer $token") {
        return 401;
      }
      alias $work/\$1.json;
    }
  }
}
TEXT
}

answers()
{
  curl -s -o /dev/null --noproxy '*' --cacert "$work/ca.pem" "$base/"
}

# nginx cannot be asked for a free port, so it is offered some.
start_server()
{
  make_certificates >/dev/null 2>&1
  chmod 755 "$work" # for the workers, which are not root
  for port in 18443 28443 38443 48443 58443; do
    base=https://localhost:$port
    write_configuration "$port"
    nginx -p "$work" -c "$work/nginx.conf" >/dev/null 2>&1 &
    server=$!
    while kill -0 "$server" 2>/dev/null; do
      ! answers || return 0
    done
  done
  echo 'nginx does not start:' >&2
  tail -n 3 "$work/error.log" >&2
  exit 2
}

stop_server()
{
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  server=
}

make_list()
{
  "$tools/accounts" "$1" >"$work/$1.json"
}
