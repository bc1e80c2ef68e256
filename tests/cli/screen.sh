# screen.sh - a shell in a real terminal (tmux), for tests of what is drawn
# shellcheck shell=sh
#
# Sourced after tests/functions.sh; needs tmux.  In the terminal runs an
# interactive sh with the prompt `$ `, in which `nscale` is the built one.
#
#   screen_start [COLUMNS [ROWS]]   a new terminal (80 by 24)
#   fresh COMMAND [COLUMNS [ROWS]]  likewise, in which the command begins;
#                     the sandbox forgets what it saw
#   screen_resize COLUMNS ROWS
#   keys KEY...       presses keys, by the names that tmux has: Enter, C-c
#   text TEXT         types a text
#   line TEXT         types a text and Enter
#   paste TEXT        pastes a text, between marks where they are asked for
#   shows TEXT        waits until a line of the screen has the text
#   lacks TEXT        waits until none has
#   prompts           waits until the shell waits for a line: what is typed
#                     before that stands above its prompt
#   expect_screen     waits until the screen is what is on stdin
#   screen            prints the screen, without the empty lines at its end;
#                     where $screen_from is set, from the last line on that
#                     it matches; where $screen_colours is -e, with colours;
#                     where $screen_history is -, with what scrolled away
#
# Waiting looks at the screen whenever something is drawn, SCREEN_SECONDS (30)
# at the most; what is not there then fails the case.

: "${SCREEN_SECONDS:=30}"
screen_from='' screen_colours='' screen_history=''

# The path of a socket has to be short, which that of the folder may not be.
screen_tmux()
{
  (cd "$work" && exec tmux -u -S tmux -f /dev/null "$@")
}

screen_end()
{
  screen_tmux kill-server 2>/dev/null || :
}

screen_start()
{
  screen_end
  # The last server removes its socket as it ends.
  rm -f "$work/tmux"
  [ -p "$work/drawn" ] || {
    mkfifo "$work/drawn" || fail 'there are no named pipes'
    exec 7<>"$work/drawn"
  }
  # An ENV file is what an interactive sh reads; PS1 may be reset before it.
  printf "PS1='$ '\n" >"$work/env"
  screen_tmux new-session -d -x "${1-80}" -y "${2-24}" \
    "cd '$work' && PATH=\$NSCALE_PATH:\$PATH ENV='$work/env' exec sh -i" \; \
    pipe-pane "exec '$abs_top_builddir/tests/cli/poll' >'$work/drawn'" ||
    fail 'tmux does not start'
  shows '$'
}

screen_resize()
{
  screen_tmux resize-window -x "$1" -y "$2" || fail 'tmux does not resize'
}

keys()
{
  screen_tmux send-keys "$@" || fail "tmux does not send $*"
}

text()
{
  keys -l -- "$1"
}

line()
{
  text "$1"
  keys Enter
}

paste()
{
  screen_tmux set-buffer -- "$1" \; paste-buffer -p ||
    fail 'tmux does not paste'
}

screen()
{
  # shellcheck disable=SC2086 # -e, or nothing
  screen_tmux capture-pane -p $screen_colours \
    ${screen_history:+-S "$screen_history"} | awk -v from="$screen_from" '
    from != "" && $0 ~ from { n = last = 0 }
    { line[++n] = $0 }
    /./ { last = n }
    END { for (i = 1; i <= last; i++) print line[i] }'
}

# Waits until something is drawn; or for a second, for what is to be seen
# elsewhere.
screen_moves()
{
  "$abs_top_builddir/tests/cli/poll" 1000 <&7 || :
}

# screen_wait COMMAND...: until it succeeds for $work/screen
screen_wait()
{
  test_deadline=$(($(date +%s) + SCREEN_SECONDS))
  while :; do
    screen >"$work/screen"
    "$@" && return 0
    [ "$(date +%s)" -lt "$test_deadline" ] || return 1
    screen_moves
  done
}

screen_has()
{
  grep -F -q -e "$1" "$work/screen"
}

screen_lacks()
{
  ! screen_has "$1"
}

shows()
{
  screen_wait screen_has "$1" && return 0
  fail "the screen lacks: $1"
  sed 's/^/#     /' "$work/screen"
}

lacks()
{
  screen_wait screen_lacks "$1" && return 0
  fail "the screen has: $1"
  sed 's/^/#     /' "$work/screen"
}

screen_prompts()
{
  [ "$(tail -n 1 "$work/screen")" = '$' ]
}

prompts()
{
  screen_wait screen_prompts && return 0
  fail 'the shell shows no prompt'
  sed 's/^/#     /' "$work/screen"
}

expect_screen()
{
  cat >"$work/wanted"
  screen_wait cmp -s "$work/wanted" "$work/screen" && return 0
  fail 'the screen is not as expected (-wanted +got):'
  diff -U 3 "$work/wanted" "$work/screen" | sed '1,2d; s/^/#     /'
}

NSCALE_PATH=$(dirname "$NSCALE")
export NSCALE_PATH
cleanup_fn screen_end

fresh()
{
  forget
  screen_start "${2-80}" "${3-24}"
  line "$1"
}
