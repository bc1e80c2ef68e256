#!/bin/sh
# test-manual.sh - the manual pages: well formed, and what help says
# shellcheck disable=SC1091
. "${abs_top_srcdir:-.}/tests/functions.sh"
requires 'mandoc is not installed' command -v mandoc

# page WORDS...: makes the page, and $work/read with what a reader sees,
# without line breaks
page()
{
  run help --mdoc "$@"
  expect_status 0
  expect_stderr ''
  cat "$work/stdout" >"$work/page"
  mandoc -Tutf8 -Owidth=200 "$work/page" | sed "s/.$(printf '\b')//g" |
    tr -s ' \n' '  ' >"$work/read"
}

# lint: nothing is wrong with the page but that pages which it names may not
# be installed here
lint()
{
  expect_equal '' "$(mandoc -Tlint <"$work/page" |
    grep -v 'STYLE: referenced manual not found: Xr nscale')"
}

# reads TEXT: the page shows it
reads()
{
  grep -F -q -e "$1" "$work/read" || fail "the page lacks: $1"
}

# reads_help WORDS...: the page shows each sentence and flag of that help up
# to the global flags, whatever their line breaks; not the headings, which
# mdoc writes in capitals
reads_help()
{
  "$NSCALE" help "$@" | sed -n '/^Global flags:$/q; p' |
    sed -e '/^Usage:/d' -e '/ --help says more\.$/d' -e 's/^  *//' \
      -e 's/   */\
/g' | awk 'NF == 0 { next }
      /:$/ && !/^-/ { if (line != "") print line; line = ""; next }
      /^-/ { if (line != "") print line; print; line = ""; next }
      { line = line (line == "" ? "" : " ") $0 }
      /[.]$/ { print line; line = "" }
      END { if (line != "") print line }' >"$work/sentences"
  check [ -s "$work/sentences" ]
  while IFS= read -r sentence; do
    # In a page two spaces may stand between sentences; squeezed above.
    reads "$sentence"
  done <"$work/sentences"
}

test_case 'nscale(1) has topics, commands and flags'
page
lint
reads 'NSCALE(1)'
reads 'EXIT STATUS'
reads_help query
reads_help exit-status
reads_help plugins list
for word in --help --version --debug --timeout --max-wait --ca-cert; do
  reads "$word"
done

test_case 'a topic without a page of its own is on nscale(1)'
cat "$work/page" >"$work/before"
for topic in exit-status query plugins version; do
  run help --mdoc "$topic"
  expect_stdout <"$work/before"
done

test_case 'nscale-environment(7) has what its help has'
page environment
lint
reads 'NSCALE-ENVIRONMENT(7)'
reads_help environment

test_case 'a page for each plugin, with all verbs'
for plugin in $("$NSCALE" plugins list --json |
  sed -n 's/^    "name": "\(.*\)",$/\1/p'); do
  page "$plugin"
  lint
  reads "NSCALE-$(echo "$plugin" | tr "[:lower:]" "[:upper:]")(1)"
  for verb in $("$NSCALE" help "$plugin" |
    sed -n '/^Verbs:$/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
    reads "nscale $plugin $verb"
    reads_help "$plugin" "$verb"
  done
done
reads_help sa create

test_case 'the pages that make built are these'
for built in nscale: nscale-environment:environment; do
  file=$abs_top_builddir/core/${built%%:*}.1
  [ -e "$file" ] || file=$abs_top_builddir/core/${built%%:*}.7
  if [ -e "$file" ]; then
    # shellcheck disable=SC2086
    run help --mdoc ${built#*:}
    # Their day is that of SOURCE_DATE_EPOCH, if it was set when they were made.
    edit 's/^[.]Dd [A-Z][a-z]* [0-9]*, [0-9]*$/.Dd DAY/'
    sed 's/^[.]Dd [A-Z][a-z]* [0-9]*, [0-9]*$/.Dd DAY/' "$file" >"$work/page"
    expect_stdout <"$work/page"
  else
    skip_case 'the pages were not built here'
  fi
done

test_case 'pages and helps stay within 80 columns'
# wide NAME: the lines of stdin that are wider, as ASCII
wide()
{
  awk -v name="$1" 'length > 80 { print name ": " $0 }'
}
# as_shown [FILE]: the page as man shows it on a terminal of 80 columns
as_shown()
{
  mandoc -Tascii -Owidth=78 "$@" | sed "s/.$(printf '\b')//g"
}
commands=$("$NSCALE" --help |
  sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
topics=$("$NSCALE" --help |
  sed -n '/^Help topics:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
check test -n "$commands" -a -n "$topics"
{
  "$NSCALE" --help | wide nscale
  for name in $commands $topics; do
    "$NSCALE" help "$name" | wide "help $name"
    "$NSCALE" help --mdoc "$name" | as_shown | wide "page $name"
    for verb in $("$NSCALE" help "$name" |
      sed -n '/^Verbs:/,/^$/s/^  \([a-z-]*\) .*/\1/p'); do
      "$NSCALE" help "$name" "$verb" | wide "help $name $verb"
    done
  done
  for name in "$abs_top_srcdir"/plugins/*/*.[1-9] \
    "$abs_top_srcdir"/sdk/*.[1-9] "$abs_top_srcdir"/sdk/*/*.[1-9]; do
    check test -s "$name"
    as_shown "$name" | wide "page $name"
  done
} >"$work/wide" 2>&1
expect_equal '' "$(cat "$work/wide")"

test_case 'a page is the same in every locale, and ASCII'
for locale in C C.UTF-8; do
  run_command env LC_ALL=$locale "$NSCALE" help --mdoc sa
  expect_status 0
  cat "$work/stdout" >"$work/$locale"
done
check cmp -s "$work/C" "$work/C.UTF-8"
expect_equal '' "$(LC_ALL=C tr -d '[:print:]\n' <"$work/C")"

end_tests
