#!/bin/sh
# test-deb.sh - packages for Debian, from the tarball to what a user reads
# when a plugin is not installed
#
# They are installed into a folder that is a root of its own: dpkg has its
# database there (with this machine's packages in it, so that it really checks
# what ours depend on), and commands run in it through chroot, with the
# libraries of this machine.  Nothing of the machine is touched.
. "${abs_top_srcdir:-.}/tests/functions.sh"
: "${CC:=cc}"
[ -z "${SANITIZERS-}" ] || skip_all 'packages have no sanitizers in them'
for tool in dpkg-buildpackage dh lintian chroot flock; do
  requires "$tool is not installed" command -v "$tool"
done
enter=chroot
[ "$(id -u)" -eq 0 ] || enter='unshare --map-root-user chroot'
# enter ROOT COMMAND...
enter()
{
  # shellcheck disable=SC2086 # a list of words
  $enter "$@"
}
requires 'chroot is not allowed' enter / true
sandbox_start --tls --accounts 2
. "$abs_top_srcdir/tests/packaging/dist.sh"
cd "$work" || exit 99

packaging=$abs_top_srcdir/tests/packaging
root=$work/root
plugins=$(sed -n 's|^include plugins/\(.*\)/local.mk$|\1|p' \
  "$abs_top_srcdir/Makefile.am")

# ---- Building. ----------------------------------------------------------

# build_packages FOLDER UMASK: of the tarball, as it comes.  Without
# optimization it takes half the time; test-buildd.sh builds with it.
build_packages()
{
  mkdir -p "$1" && cp "$tarball" "$1/nscale_$version.orig.tar.xz" &&
    cd "$1" && tar xf "nscale_$version.orig.tar.xz" &&
    cd "nscale-$version" && cp -R tests/packaging/debian debian &&
    umask "$2" && DEB_BUILD_OPTIONS='nocheck noopt' \
      DEB_BUILD_PROFILES=nocheck dpkg-buildpackage -us -uc
}

# The packages in a folder, with their sums.
sums()
{
  (cd "$1" && sha256sum -- *.deb *.dsc *.tar.xz)
}

test_case 'make dist makes a tarball'
make_dist "$work/dist"

test_case 'dpkg-buildpackage makes packages of it, twice'
(build_packages "$work/one" 022) >one.log 2>&1 </dev/null &
(LC_ALL=C TZ=Asia/Tokyo; export LC_ALL TZ
  build_packages "$work/a/rather/longer/path/two" 077) >two.log 2>&1 </dev/null ||
  give_up 'the second time it does not' two.log
wait "$!" || give_up 'the first time it does not' one.log

test_case 'the core, the SDK and each plugin are a package, with symbols'
(cd one && ls -- *.deb) | sed 's/_.*//' | sort >packages
{
  echo nscale
  echo nscale-sandbox
  for plugin in $plugins; do echo "nscale-plugin-$plugin"; done
} | sed 'p; s/$/-dbgsym/' >wanted
# It has nothing that was compiled.
echo nscale-dev >>wanted
sort -o wanted wanted
check diff wanted packages
packages=$(grep -v dbgsym packages | tr '\n' ' ')

test_case 'two builds in two folders have the same bytes'
expect_equal "$(sums one)" "$(sums a/rather/longer/path/two)"
sums one | sed 's/^/# /'

test_case 'so has a second tarball'
tar xf "$tarball"
(cd "nscale-$version" && ./configure && make dist) >again.log 2>&1 </dev/null ||
  give_up 'it is not made' again.log
check cmp "$tarball" "nscale-$version/nscale-$version.tar.xz"

test_case 'lintian finds nothing to say against them'
# No bug of Debian's asks for the package, so that no upload closes one.
# The standards are those of sid, which an older lintian does not know.
run_command lintian --no-cfg --allow-root --fail-on error,warning \
  --suppress-tags initial-upload-closes-no-bugs,newer-standards-version \
  one/*.changes
expect 0 </dev/null

test_case 'nothing runs when they are installed or removed'
for deb in one/*.deb; do
  expect_equal 'control md5sums' \
    "$(dpkg-deb --ctrl-tarfile "$deb" | tar t |
      sed -n 's|^\./\(.\)|\1|p' | sort | tr '\n' ' ' | sed 's/ $//')"
done

# ---- Installing. --------------------------------------------------------

# A root in which dpkg takes this machine's packages for installed.
mkdir -p root/var/lib/dpkg/info root/var/lib/dpkg/updates \
  root/var/lib/dpkg/triggers root/etc
cp /var/lib/dpkg/status root/var/lib/dpkg
dpkg-query -W -f '${binary:Package}\n' | while read -r name; do
  : >"root/var/lib/dpkg/info/$name.list"
done

# dpkg_root ARGUMENT...: a machine's own settings may leave manuals out
dpkg_root()
{
  run_command dpkg --root="$root" --log="$work/dpkg.log" --force-not-root \
    --path-include='/usr/*' "$@"
}

# The state of a package, in one word.
state()
{
  dpkg-query --admindir="$root/var/lib/dpkg" -W \
    -f '${db:Status-Status}' "$1"
}

# bring FILE...: what the loader needs to run these in the root
bring()
{
  ldd "$@" | sed -n 's|.*[[:space:]]\(/[^ ]*\) (0x.*|\1|p' | sort -u |
    xargs cp --parents -L -n -t root
}

NSCALE=$work/nscale
cat >"$NSCALE" <<TEXT
#!/bin/sh
exec $enter '$root' /usr/bin/nscale "\$@"
TEXT
chmod 755 "$NSCALE"

test_case 'they are installed, and all they depend on is known'
# shellcheck disable=SC2046 # a list of words
dpkg_root -i $(for name in $packages; do echo "one/${name}"_*.deb; done)
expect_status 0
for name in $packages; do
  expect_equal installed "$(state "$name")"
done
(cd root && find usr ! -type d | sort) | sed 's/^/# /'

test_case 'no run-time path, no .la file, no trace of the build folder'
check test -z "$(find root/usr -name '*.la')"
find root/usr/lib root/usr/bin -type f ! -name '*.pc' >files
check test -s files
while read -r file; do
  check test -z "$(readelf -d "$file" 2>/dev/null |
    grep -E 'RPATH|RUNPATH')"
  ! grep -q -F -e "$work" -e "$abs_top_builddir" "$file" ||
    fail "$file names a folder of the build"
done <files

test_case 'the installed nscale runs'
bring root/usr/bin/nscale root/usr/bin/nscale-sandbox /bin/sh \
  root/usr/lib/*/nscale/*.so root/usr/lib/*/nscale/plugins/*.so
cp --parents -L /bin/sh root
mkdir -p "root${SSL_CERT_FILE%/*}" root/tmp
cp "$SSL_CERT_FILE" "root$SSL_CERT_FILE"
run --version
expect_status 0
expect_stderr ''
stdout_has "nscale $version (plugin ABI "

test_case 'it finds the plugin that another package brought'
run plugins list --json
expect_status 0
stdout_has "/usr/lib/$(dpkg-architecture -q DEB_HOST_MULTIARCH)/nscale/plugins/serviceaccounts.so\""
stdout_lacks '"status": "broken"'

test_case 'it does the main job'
run sa list -q length
expect 0 <<'TEXT'
2
TEXT
echo '{"metadata": {"name": "deb"}, "spec": {"groupIDs": []}}' >deb.json
run_from deb.json sa create --stdin --yes -q '.status.accessToken'
expect_status 0
expect_stderr ''
expect_equal 1 "$(grep -c '^eyJ[^ ]*$' "$work/stdout")"
run sa list -q '[.[].metadata.name] | index("deb") != null'
expect 0 <<'TEXT'
true
TEXT
run sa delete deb --yes
expect_status 0

test_case 'so it does in the sandbox of the package'
run_command enter "$root" /usr/bin/nscale-sandbox --tls --accounts 4 -- \
  /usr/bin/nscale sa list -q length
expect 0 <<'TEXT'
4
TEXT

# ---- A third party's package. -------------------------------------------

PKG_CONFIG_LIBDIR=$(echo "$root"/usr/lib/*/pkgconfig)
PKG_CONFIG_SYSROOT_DIR=$root
export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR

# variable NAME: what pkg-config says, without the root
variable()
{
  pkg-config --variable="$1" nscale-plugin | sed "s|^$root||"
}

test_case 'pkg-config knows where Debian keeps things'
for pair in 'bashcompletiondir /usr/share/bash-completion/completions' \
  'zshcompletiondir /usr/share/zsh/vendor-completions' \
  'fishcompletiondir /usr/share/fish/vendor_completions.d' \
  'mandir /usr/share/man' 'providerfile /usr/share/nscale/providers'; do
  expect_equal "${pair#* }" "$(variable "${pair%% *}")"
done

# third_party NAME: a package of NAME.so, which depends on what its note says
third_party()
{
  depends=$("$root/usr/bin/nscale-plugin-abi" "$1.so") || return
  mkdir -p "$1/DEBIAN" "$1$plugindir" &&
    cp "$1.so" "$1$plugindir" &&
    cat >"$1/DEBIAN/control" <<TEXT
Package: $1-nscale
Version: 1
Architecture: $(dpkg --print-architecture)
Maintainer: A third party <third@party.example>
Depends: $depends
Description: a plugin of nscale by somebody else
TEXT
  dpkg-deb --root-owner-group --build "$1" "$1.deb" >"$1.log" 2>&1
}

test_case 'a plugin built from nscale-dev alone becomes a package'
plugindir=$(variable plugindir)
cp "$abs_top_srcdir/tests/fixtures/plugins/good.c" good.c
# shellcheck disable=SC2046,SC2086 # lists of words
run_command $CC $(pkg-config --cflags nscale-plugin) \
  -DNSCALE_TARGET_MINOR=0 -shared -fPIC -o good.so good.c
expect 0 </dev/null
check third_party good
dpkg_root -i good.deb
expect_status 0
expect_equal 'nscale-plugin-abi-1.0' "$depends"
run good list --help
expect_status 0
stdout_has 'List the things.'

test_case 'one for a later ABI is refused by dpkg, not by nscale'
mkdir later
cp -R "root$(variable includedir)/nscale" later
sed 's/^\(#define NSCALE_ABI_MINOR\) .*/\1 9/' later/nscale/plugin.h >edited
mv edited later/nscale/plugin.h
sed 's/"good", "fine"/"better", ""/' good.c >better.c
# shellcheck disable=SC2086 # a list of words
run_command $CC -Ilater -DNSCALE_TARGET_MINOR=9 -shared -fPIC \
  -o better.so better.c
expect 0 </dev/null
check third_party better
dpkg_root -i better.deb
expect_status 1
stderr_has 'better-nscale depends on nscale-plugin-abi-1.9; however:'
dpkg_root -P better-nscale
expect_status 0

# ---- Without the plugin. ------------------------------------------------

test_case 'without its package, nscale says which one provides a plugin'
dpkg_root -r nscale-plugin-serviceaccounts
expect_status 0
forget
for name in serviceaccounts sa; do
  run "$name" list
  expect_error 10 <<'TEXT'
nscale: serviceaccounts is provided by the package nscale-plugin-serviceaccounts, which is not installed
hint: install it with: apt install nscale-plugin-serviceaccounts
TEXT
done
run help sa
expect_error 10 <<'TEXT'
nscale: serviceaccounts is provided by the package nscale-plugin-serviceaccounts, which is not installed
hint: install it with: apt install nscale-plugin-serviceaccounts
TEXT
run sa list --json
expect_error 10 <<'TEXT'
{"error":{"kind":"plugin","message":"serviceaccounts is provided by the package nscale-plugin-serviceaccounts, which is not installed","status":null,"trace_id":null,"hint":"install it with: apt install nscale-plugin-serviceaccounts","exit_code":10}}
TEXT
expect_requests 0

test_case 'a typo still finds its name'
run serviceacounts list
expect_error 10 <<'TEXT'
nscale: serviceacounts is not a command, and no plugin provides it
hint: did you mean nscale serviceaccounts list?
TEXT

test_case 'help lists what could be installed, and only that'
run --help
expect_status 0
expect_stderr ''
expect_equal 'Not installed:
  serviceaccounts  apt install nscale-plugin-serviceaccounts' \
  "$(output | sed -n '/^Not installed:/,/^$/p')"

test_case 'everything else goes on'
run plugins list
expect_status 0
stdout_has 'good'
stdout_lacks 'serviceaccounts'
run good list --help
expect_status 0

test_case 'nscale does not go before the plugins that need it'
dpkg_root -r nscale
expect_status 1
stderr_has 'good-nscale depends on nscale-plugin-abi-1.0'
expect_equal installed "$(state nscale)"

test_case 'installed again, the plugin is back'
dpkg_root -i one/nscale-plugin-serviceaccounts_*.deb
expect_status 0
run sa list -q length
expect 0 <<'TEXT'
2
TEXT
run --help
stdout_lacks 'Not installed'

test_case 'without all of them, nothing is left'
# shellcheck disable=SC2086 # a list of words
dpkg_root -P good-nscale $packages
expect_status 0
expect_equal '' "$(find root -path 'root/usr/*nscale*')"

end_tests
