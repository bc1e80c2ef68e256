#!/bin/sh
# test-rpm.sh - packages for RPM, from the tarball
. "${abs_top_srcdir:-.}/tests/functions.sh"
[ -z "${SANITIZERS-}" ] || skip_all 'packages have no sanitizers in them'
for tool in rpm rpm2archive rpmbuild rpmspec flock; do
  requires "$tool is not installed" command -v "$tool"
done
. "$abs_top_srcdir/tests/packaging/dist.sh"
cd "$work" || exit 99

spec=$abs_top_srcdir/tests/packaging/nscale.spec
plugins=$(sed -n 's|^include plugins/\(.*\)/local.mk$|\1|p' \
  "$abs_top_srcdir/Makefile.am")

test_case 'each plugin of the tree is a package of the spec'
rpmspec -q --qf '%{name}\n' "$spec" 2>queried | grep -v debug |
  sort >packages
{
  echo nscale
  echo nscale-devel
  echo nscale-sandbox
  for plugin in $plugins; do echo "nscale-plugin-$plugin"; done
} | sort >wanted
check diff wanted packages
check test ! -s queried

# Debian's packages are not RPM's, so that nothing is asked of its database.
# Of the check section one test is enough here, which needs what most need.
test_case 'rpmbuild makes them of the tarball, and tests what it built'
make_dist "$work/SOURCES"
MAKEFLAGS='TESTS=tests/cli/test-list.sh' rpmbuild -bb --nodeps \
  --define "_topdir $work" "$spec" >built.log 2>&1 </dev/null ||
  give_up 'it does not' built.log
check grep -q -x '# PASS:  1' built.log
check test -z "$(grep -i '^warning' built.log)"
find RPMS -name '*.rpm' ! -name '*-debug*' | sort >rpms
sed 's|.*/||; s|-[0-9].*||' rpms | sort >got
check diff wanted got

# rpm_of NAME: its file
rpm_of()
{
  grep "/$1-[0-9]" rpms
}

test_case 'a plugin needs the ABI that its note names'
minor=$("$NSCALE" --version | sed 's/.*(plugin ABI \(.*\))/\1/')
for plugin in $plugins; do
  rpm -qp --requires "$(rpm_of "nscale-plugin-$plugin")" >requires
  expect_equal "$("$abs_top_builddir/sdk/nscale-plugin-abi" --rpm \
    "$abs_top_builddir/plugins/$plugin.so")" \
    "$(grep nscale-plugin-abi requires)"
done
sed 's/^/# /' requires

test_case 'nscale provides every minor up to its own'
rpm -qp --provides "$(rpm_of nscale)" >provides
expect_equal "$("$abs_top_builddir/sdk/nscale-plugin-abi" --rpm --provides)" \
  "$(grep nscale-plugin-abi provides)"
check grep -q -F -x "nscale-plugin-abi($minor)" provides

test_case 'without nscale a plugin is not installed'
mkdir root
run_command rpm --root "$work/root" -i --test --noplugins \
  "$(rpm_of nscale-plugin-serviceaccounts)"
check test "$status" -ne 0
stderr_has "nscale-plugin-abi($minor) is needed by nscale-plugin-serviceaccounts-"

test_case 'nothing runs when they are installed or removed'
while read -r file; do
  expect_equal '' "$(rpm -qp --scripts --triggers "$file")"
done <rpms

test_case 'the files are split as the plugins are'
while read -r name; do
  rpm -qpl "$(rpm_of "$name")" >"$name.list"
  sed "s/^/# $name: /" "$name.list"
done <wanted
for plugin in $plugins; do
  check grep -q "/nscale/plugins/${plugin}[.]so\$" "nscale-plugin-$plugin.list"
  check test "$(cat ./*.list | grep -c "/plugins/${plugin}[.]so\$")" -eq 1
done
check grep -q '/bin/nscale$' nscale.list
check grep -q '/man1/nscale[.]1' nscale.list
check test -z "$(grep -E '/include/|/pkgconfig/|/plugins/|[.]la$' nscale.list)"
check grep -q '/nscale/plugin.h$' nscale-devel.list
check grep -q '/bin/nscale-plugin-abi$' nscale-devel.list
check grep -q '/doc/nscale/sdk/README.md$' nscale-devel.list
check grep -q '/bin/nscale-sandbox$' nscale-sandbox.list

test_case 'the core knows which packages provide plugins'
mkdir core
rpm2archive - <"$(rpm_of nscale)" | tar xzf - -C core
check grep -q -E \
  '^serviceaccounts,.* nscale-plugin-serviceaccounts dnf install nscale-plugin-serviceaccounts$' \
  core/usr/share/nscale/providers
expect_equal "$(echo "$plugins" | wc -l)" \
  "$(wc -l <core/usr/share/nscale/providers)"

end_tests
