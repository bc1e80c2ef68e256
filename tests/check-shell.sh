#!/bin/sh
# check-shell.sh - runs shellcheck on every shell script
set -u

command -v "${SHELLCHECK:=shellcheck}" >/dev/null 2>&1 || {
  echo 'skipped: shellcheck is not installed'
  exit 77
}
cd "${abs_top_srcdir:-.}" || exit 99

failed=0
for file in autogen.sh .ci/run tests/run tests/run-test tests/*.sh tests/*/*.sh \
            sdk/*.sh sdk/*/*.sh core/completion/*.bash; do
  [ -f "$file" ] || continue
  # 1091: files that are sourced are checked on their own.
  # 2034, 2154: what functions.sh sets is read elsewhere, and the reverse.
  # 2016: commands that are shown or run later are not to be expanded now.
  if "$SHELLCHECK" --exclude=SC1091,SC2016,SC2034,SC2154 "$file" \
    2>&1 | sed 's/^/# /' | grep .; then
    echo "not ok - shellcheck $file"
    failed=1
  else
    echo "ok - shellcheck $file"
  fi
done
exit "$failed"
