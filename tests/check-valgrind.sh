#!/bin/sh
# check-valgrind.sh - representative commands under valgrind
#
# No invalid access, no use of what was never set, no memory lost for good.
# (Not here: filters over a reply with a token.  Their process may not have
# the memory that valgrind needs; check-sanitizers.sh watches them.)
. "${abs_top_srcdir:-.}/tests/functions.sh"
[ -z "${SANITIZERS-}" ] || skip_all 'valgrind cannot run what sanitizers watch'
requires 'valgrind is not installed' valgrind --version
sandbox_start --tls --token-form jwt --accounts 3

# Everything below runs through this; what valgrind says goes to a file of
# its own, so that outputs stay what they are.
binary=$NSCALE
NSCALE=$work/nscale
cat >"$NSCALE" <<TEXT
#!/bin/sh
exec valgrind --quiet --error-exitcode=99 --child-silent-after-fork=yes \\
  --leak-check=full --show-leak-kinds=definite \\
  --errors-for-leak-kinds=definite --num-callers=24 \\
  --suppressions='$abs_top_srcdir/tests/valgrind.supp' \\
  --log-file='$work/valgrind.%p' '$binary' "\$@"
TEXT
chmod 755 "$NSCALE"

# clean STATUS ARGUMENT...: ends so, and valgrind has nothing to say
clean()
{
  wanted=$1
  shift
  test_case "valgrind: nscale $*"
  rm -f "$work"/valgrind.*
  run_from "$work/input" "$@"
  expect_status "$wanted"
  for log in "$work"/valgrind.*; do
    [ -s "$log" ] || continue
    fail 'valgrind says:'
    sed 's/^/#     /' "$log"
  done
}

: >"$work/input"
printf '%s' '{"metadata": {"name": "vg", "tags": [{"name": "a", "value": ""}]},
 "spec": {"groupIDs": []}}' >"$work/account.json"
printf '%s' '{"metadata": {"description": "changed"}}' >"$work/change.json"
printf '%s' '{"metadata": {"nmae": "vg"}}' >"$work/typo.json"

clean 0 --version
clean 0 --help
clean 0 help sa create
clean 0 help environment
clean 0 help --mdoc
clean 0 help --mdoc sa
clean 0 completion fish
clean 0 __complete s
clean 0 __complete sa get --
clean 0 __complete sa get ''
clean 0 __complete sa get c
clean 0 __complete sa list --org=acme --columns id,n
clean 0 plugins list
clean 0 plugins list --json
clean 0 sa list
clean 0 sa list --json
clean 0 sa list -q '.[].metadata.name'
clean 0 sa list -q 'map(.metadata.name) | sort' -q length
clean 0 sa list --debug
clean 0 sa create -f "$work/account.json" --dry-run
clean 0 sa create -f "$work/account.json" --yes
clean 5 sa create -f "$work/account.json" --yes --json
clean 0 sa get vg
clean 0 sa get --id vg --json
clean 0 sa get vg -q .metadata.id
clean 0 sa update vg -f "$work/change.json" --dry-run
clean 0 sa update vg -f "$work/change.json" --yes
clean 0 sa update vg -f "$work/change.json" --yes
clean 0 sa rotate vg --yes --token-file "$work/token"
fault '{"method": "POST", "stop": "before"}'
clean 5 sa rotate vg --yes --json
clean 0 sa rotate vg --yes --json
clean 0 sa delete vg --dry-run
clean 0 sa delete vg --yes --wait
clean 0 sa delete vg --yes --ignore-not-found
clean 0 sa list --group deployers --expiring-within 14d
clean 0 sa list --group deployers --json
clean 0 sa list --expiring-within 14d -q length
clean 3 sa list --group nosuch
clean 0 sa check
clean 1 sa check --within 7d
clean 0 sa check --offline --within 7d
clean 4 sa rotate --self --yes
clean 0 sa rotate ci --if-expiring-within 7d --yes
clean 0 sa rotate --all --expiring-within 14d --dry-run --output-dir "$work/all"
clean 0 sa rotate --all --expiring-within 14d --yes --output-dir "$work/all"
clean 0 sa rotate --all --expiring-within 14d --yes --output-dir "$work/all"
clean 3 sa get vg
clean 3 sa get vg --json
clean 2 sa lst
clean 2 sa list --jsno
clean 2 sa list -q '.['
clean 2 sa create -f "$work/typo.json" --yes
clean 2 sa create -f "$work/nothing" --yes
clean 2 sa delete vg
clean 10 nothing
cp "$work/account.json" "$work/input"
clean 0 sa create --stdin --yes --token-file "$work/token2"
: >"$work/input"
fault '{"method": "GET", "status": 502, "times": 9}'
clean 1 sa list --max-wait 0
forget

test_case 'valgrind would be heard'
printf '%s\n' '#include <stdlib.h>' 'int main(void)' \
  '{ char *p = malloc(1); free(p); return *(volatile char *)p; }' \
  >"$work/bad.c"
if "${CC:-cc}" -w -o "$work/bad" "$work/bad.c" 2>/dev/null; then
  binary=$work/bad
  sed -i "s|'[^']*/nscale' \"|'$binary' \"|" "$NSCALE"
  run
  expect_status 99
else
  skip_case 'no compiler'
fi

end_tests
