# server.sh - nginx with lists of service accounts, for what compares with it
# shellcheck shell=sh
#
# Sourced with $work, a folder, and $tools, that of the programs built here.
#
#   has_server_tools   whether all is installed that is needed
#   start_server       TLS 1.3 and HTTP/2 on loopback, a P-256 certificate; sets
#                      $base, its address, to which $work/ca.pem belongs
#   make_list N        serves N accounts of $organization under $base/N, to
#                      whom knows $token; compressed where that is asked for;
#                      $work/organizations.json are their organizations;
#                      gh finds them below /api/v3/N
#   make_keys N        serves as many bytes below $base/hcloud/N as keys that
#                      hcloud lists
#
# $work/NAME.gz is served as a compressed reply under $base/NAME, and
# $work/refused.gz with status 401.
#   stop_server

PATH=$PATH:/usr/sbin # where nginx is
organization=5fa2e9d2-4c29-4f8b-a62f-3f0ba1a75d0e
token=token
# Or "FILE sizes": Accept-Encoding and bytes of each reply; "FILE sessions":
# method, and r where the TLS session was known, then 1 where the request came
# as early data.
access_log=off
requests_most=1000 # over one connection
protocol=http2     # or nothing: HTTP/1.1
sessions=on        # TLS sessions may be taken up again, or off
tickets=           # for that, on each connection: 0, or as many as ever
upstream=          # the URL that all of /api/ comes from, or nothing
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
  echo 'subjectAltName=DNS:localhost,DNS:api.invalid,IP:127.0.0.1' >"$work/names"
  openssl x509 -req -in "$work/server.csr" -CA "$work/ca.pem" \
    -CAkey "$work/ca.key" -CAcreateserial -out "$work/server.pem" -days 2 \
    -extfile "$work/names"
}

write_configuration()
{
  # As root nginx would read the files as another user, who may not come here.
  user=
  [ "$(id -u)" -ne 0 ] || user='user root;'
  proxied=
  [ -z "$upstream" ] || proxied="location ^~ /api/ { proxy_pass $upstream; }
    location ^~ /oauth2/ { proxy_pass $upstream; }"
  cat >"$work/nginx.conf" <<TEXT
$user
daemon off;
worker_processes 1;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 64; }
http {
  log_format sizes '\$http_accept_encoding \$body_bytes_sent';
  log_format methods '\$request_method \$status';
  log_format sessions '\$request_method \$ssl_session_reused\$ssl_early_data';
  access_log $access_log;
  client_body_temp_path $work/t1;
  proxy_temp_path $work/t2;
  fastcgi_temp_path $work/t3;
  uwsgi_temp_path $work/t4;
  scgi_temp_path $work/t5;
  server {
    listen 127.0.0.1:$1 ssl $protocol;
    ssl_certificate $work/server.pem;
    ssl_certificate_key $work/server.key;
    ssl_protocols TLSv1.3;
    ssl_early_data on;
    ssl_session_tickets $sessions;
    ${tickets:+ssl_conf_command NumTickets $tickets;}
    lingering_close off;
    keepalive_requests $requests_most;
    default_type application/json;
    gzip on;
    gzip_types application/json;
    location ~ ^(?:/api/v3)?/(?<size>[0-9]+)/api/v1/organizations/[^/]+/serviceaccounts\$ {
      if (\$http_authorization !~ "^(?:Bearer|token) $token\$") {
        return 401;
      }
      alias $work/\$size.json;
    }
    location ~ ^/([0-9]+)/api/v1/organizations\$ {
      alias $work/organizations.json;
    }
    location ~ ^/hcloud/([0-9]+)/ssh_keys\$ {
      alias $work/hcloud-\$1.json;
    }
    $proxied
    location ~ ^/refused/ {
      error_page 404 =401 /compressed;
      return 404;
    }
    location = /compressed {
      internal;
      add_header Content-Encoding gzip always;
      alias $work/refused.gz;
    }
    location ~ ^/([a-z]+)/ {
      add_header Content-Encoding gzip;
      alias $work/\$1.gz;
    }
  }
}
TEXT
}

# nginx is handed the socket, as it hands it on itself when it is upgraded.
start_server()
{
  make_certificates >/dev/null 2>&1
  write_configuration '@PORT@'
  # shellcheck disable=SC2016
  set -- "$("$tools/listen" sh -c 'cd "$1" &&
    sed "s/@PORT@/$LISTEN_PORT/" nginx.conf >nginx.run &&
    NGINX="3;" exec nginx -p "$1" -c "$1/nginx.run" 2>/dev/null' \
    nginx "$work")"
  server=${1#* }
  base=https://localhost:${1% *}
  if ! curl -s -m 30 -o /dev/null --noproxy '*' --cacert "$work/ca.pem" "$base/"
  then
    echo 'nginx does not start:' >&2
    tail -n 3 "$work/error.log" >&2
    exit 2
  fi
}

stop_server()
{
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  server=
}

make_keys()
{
  jq -c '{ssh_keys: [to_entries[] | {
    id: (.key + 1), name: .value.metadata.name,
    fingerprint: .value.metadata.id, created: .value.metadata.creationTime,
    labels: {}, public_key: (.value.metadata.description * 3)}],
    meta: {pagination: {page: 1, per_page: length, previous_page: null,
      next_page: null, last_page: 1, total_entries: length}}}' \
    "$work/$1.json" >"$work/hcloud-$1.json"
}

make_list()
{
  "$tools/accounts" "$1" >"$work/$1.json"
}
