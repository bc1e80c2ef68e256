#!/bin/sh
# Gateways that end replies and connections in odd ways, met by every verb: the
# exit status, what is said, which requests came, and over how many connections.
. "${abs_top_srcdir:-.}/tests/functions.sh"
sandbox_start --now 2026-06-01T12:00:00Z
. "$abs_top_srcdir/tests/cli/fixtures.sh"
. "$abs_top_srcdir/tests/cli/terminal.sh"
requires 'tests/cli/gateway was not built' \
  test -x "$abs_top_builddir/tests/cli/gateway"

sandbox=$NSCALE_IDENTITY_SERVICE_API_ENDPOINT
XDG_STATE_HOME=$work/state
export XDG_STATE_HOME
cd "$work" || exit 99
number=0

# begin MODE: a gateway; its port is in MODE.port, its log MODE.log
begin()
{
  "$abs_top_builddir/tests/cli/gateway" "$1" "${sandbox##*:}" "$work/$1.log" \
    sh -c 'echo $$ >"$1.pid"; echo "$GATEWAY_PORT" >"$1.port"
      exec tail -f /dev/null' sh "$1" &
  until [ -s "$1.port" ]; do
    kill -0 $! 2>/dev/null || fail "the gateway $1 ended"
  done
  # It ends when its command does.
  cleanup_fn kill "$(cat "$1.pid")"
}

# through MODE: what is asked next goes to that gateway
through()
{
  mode=$1
  NSCALE_IDENTITY_SERVICE_API_ENDPOINT=https://127.0.0.1:$(cat "$1.port")
  SSL_CERT_FILE=$work/$1.log.pem
  export NSCALE_IDENTITY_SERVICE_API_ENDPOINT SSL_CERT_FILE
  : >"$1.log"
}

# What is typed at a question, once the gateway has closed the connection over
# which the last reply came.
cat >closed <<'TEXT'
until [ "$(grep -c closed "$1")" = "$(grep -c -x 'open\|resumed' "$1")" ]; do
  :
done
TEXT
answer()
{
  echo 'wait [y/N]'
  [ "$mode" = honest ] || echo "run sh $work/closed $work/$mode.log"
  echo 'send y'
}

# words VERB: $arguments, with a thing of its own for each change
words()
{
  number=$((number + 1))
  case $1 in
    list) arguments='sa list' ;;
    get) arguments='sa get ci' ;;
    create) arguments="sa create --name new-$number --description x" ;;
    update) arguments="sa update ci --description new-$number" ;;
    rotate) arguments='sa rotate ci' ;;
    delete) arguments="sa delete spare-$number"
      "$NSCALE" sa create --name "spare-$number" --description x --yes \
        >/dev/null 2>&1 || fail 'there is nothing to delete' ;;
  esac
}

# met: the log, on one line: what came over which connection.  A read that
# libcurl sends on one that is closed is sent again.
met()
{
  [ "$mode" = honest ] || sh closed "$mode.log"
  sed -e /unread/d -e 's| .*||' "$mode.log" | tr '\n' ' '
}

# How often it is said that an end is missing.
notes()
{
  grep -F -c ', but nothing that is needed is missing' "$1"
}

for mode in honest bye late length chunk open; do
  begin "$mode"
done

for mode in honest bye late length chunk open; do
  # What follows each reply, and how the next connection begins.
  case $mode in
    honest) ended='' next='' ;;
    *) ended='closed ' next='resumed ' ;;
  esac
  for verb in list get create update rotate delete; do
    case $verb in
      list | get) method='' replies=1 ;;
      create | rotate) method=POST replies=2 ;;
      update) method=PUT replies=2 ;;
      delete) method=DELETE replies=2 ;;
    esac
    case $verb in
      list | get) set -- --json ;;
      delete) set -- --yes ;;
      *) set -- --yes --json ;;
    esac

    test_case "$mode, $verb"
    words $verb
    through "$mode"
    # shellcheck disable=SC2086
    run $arguments "$@"
    expect_status 0
    expect_equal "open GET $ended${method:+$next$method $ended}" "$(met)"
    case $mode in
      length | chunk) expect_equal "$replies" "$(notes stderr)" ;;
      open) ;; # what is wrong with it is libcurl's to say
      *) expect_equal 0 "$(notes stderr)" ;;
    esac
    case $verb in
      create | rotate) stdout_has '"accessToken": "ey' ;;
    esac

    [ -n "$method" ] || continue
    test_case "$mode, $verb with a question"
    words $verb
    through "$mode"
    answer >answers
    # shellcheck disable=SC2086
    play -o printed $arguments <answers
    expect_status 0
    before='' again=''
    case $verb in
      create) before="${next}GET $ended" ;; # groups to choose from
      update) again="GET $ended$next" ;; # what it starts from, once more
    esac
    # The last read is that of the organization's name.
    expect_equal \
      "open GET $ended$before${next}GET ${ended}resumed $again$method $ended" \
      "$(met)"
  done
done

end_tests
