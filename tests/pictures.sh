#!/bin/sh
# pictures.sh - the README's pictures, taken of real runs in a real terminal
#
#   make pictures      takes them anew, into tests/pictures
#   make check TESTS=tests/pictures.sh
#                      takes them and compares them with those, byte by byte
#
# Sandbox and terminal are fixed, and times are those relative to now that the
# sandbox makes of its clock, so that every run is the same.
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'tmux is missing' command -v tmux
sandbox_enter --accounts 6
. "$abs_top_srcdir/tests/cli/screen.sh"

pictures=$abs_top_srcdir/tests/pictures

# svg TITLE: the screen on stdin, with its colours (ECMA-48 SGR), as SVG
svg()
{
  LC_ALL=C awk -v title="$1" '
  function text_of(line) {
    gsub(/&/, "\\&amp;", line)
    gsub(/</, "\\&lt;", line)
    gsub(/>/, "\\&gt;", line)
    return line
  }
  # What the attributes say now, as the name of a class.
  function class_of() {
    return colour bold faint
  }
  function attribute(codes,   n, i, code) {
    n = split(codes, code, ";")
    if (n == 0) { n = 1; code[1] = 0 }
    for (i = 1; i <= n; i++) {
      if (code[i] + 0 == 0) { colour = bold = faint = "" }
      else if (code[i] == 1) bold = "b"
      else if (code[i] == 2) faint = "f"
      else if (code[i] == 22) bold = faint = ""
      else if (code[i] == 39) colour = ""
      else if (code[i] >= 31 && code[i] <= 36) colour = "c" code[i]
    }
  }
  function run(line) {
    if (line == "") return ""
    if (class_of() == "") return text_of(line)
    return "<tspan class=\"" class_of() "\">" text_of(line) "</tspan>"
  }
  {
    line = ""
    while ((at = index($0, "\033[")) > 0) {
      line = line run(substr($0, 1, at - 1))
      $0 = substr($0, at + 2)
      at = match($0, /[@-~]/)
      if (substr($0, at, 1) == "m") attribute(substr($0, 1, at - 1))
      $0 = substr($0, at + 1)
    }
    lines[NR] = line run($0)
  }
  END {
    height = NR * 18 + 20
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"700\" height=\"" \
      height "\" viewBox=\"0 0 700 " height "\">"
    print "<title>" text_of(title) "</title>"
    print "<style>"
    print "rect { fill: #1e1e1e }"
    print "text { font: 14px monospace; fill: #d4d4d4; white-space: pre }"
    print ".b { font-weight: bold } .f { fill: #8c8c8c }"
    print ".c31 { fill: #f47067 } .c32 { fill: #6bc46d }"
    print ".c33 { fill: #daaa3f } .c34 { fill: #6cb6ff }"
    print ".c36 { fill: #56d4dd }"
    print "@media (prefers-color-scheme: light) {"
    print "rect { fill: #f6f8fa } text { fill: #24292f } .f { fill: #6e7781 }"
    print ".c31 { fill: #cf222e } .c32 { fill: #116329 }"
    print ".c33 { fill: #7d4e00 } .c34 { fill: #0550ae }"
    print ".c36 { fill: #1b7c83 }"
    print "}"
    print "</style>"
    print "<rect width=\"100%\" height=\"100%\" rx=\"6\"/>"
    for (i = 1; i <= NR; i++)
      if (lines[i] != "")
        print "<text x=\"12\" y=\"" i * 18 + 6 "\" xml:space=\"preserve\">" \
          lines[i] "</text>"
    print "</svg>"
  }'
}

# picture NAME TITLE: the screen as it is now
picture()
{
  screen_colours=-e
  screen | svg "$2" >"$work/$1.svg"
  screen_colours=''
  if [ -n "${UPDATE_PICTURES-}" ]; then
    cp "$work/$1.svg" "$pictures/$1.svg"
  elif ! cmp -s "$pictures/$1.svg" "$work/$1.svg"; then
    fail "$1.svg is not what is shown now; make pictures takes it anew"
    diff -U 1 "$pictures/$1.svg" "$work/$1.svg" | sed 's/^/#   /'
  fi
}

test_case 'the list'
screen_start 80 24
line 'nscale sa list --columns name,groups,expires,status --sort-by expires'
shows nightly
screen_wait grep -q '^\$$' "$work/screen" || fail 'no prompt'
picture list 'nscale sa list'

test_case 'the groups of a new service account'
screen_start 80 24
line 'nscale sa create'
shows Name:
text deploy-web
keys Enter
shows Description:
text 'Deploys the website'
keys Enter
shows Tags:
text team=web
keys Enter
shows '0 chosen'
text de
shows '2 of 3'
keys Tab
shows '1 chosen'
picture create 'nscale sa create: choosing groups'

test_case 'the review of a new service account'
keys Enter
shows 'Enter: next'
keys Enter
shows '  Yes, create it'
picture review 'nscale sa create: the review'

test_case 'what an update changes'
screen_start 80 24
line "nscale sa update ci --description 'Runs all pipelines' --add-group admins"
shows 'Continue?'
picture update 'nscale sa update: what it changes'

end_tests
