#!/bin/sh
# sbom.sh - the bill of materials of this build, as SPDX 2.3 in JSON
#
# It runs in the build folder and looks at what was built there: each program
# and shared object, the libraries that it is linked with, the packages that
# these came in, and the compiler.  $tarball is the release, $version its
# version, $built the files, $CC the compiler, and $homepage and $vcs are what
# configure was given.  The same build gives the same text.
set -eu

LC_ALL=C
export LC_ALL
NL='
'
packages='' files='' relations='' seen=' '

# quote TEXT: a string of JSON
quote()
{
  printf '"%s"' "$(printf %s "$1" | tr -d '\000-\037' | sed 's/["\\]/\\&/g')"
}

# member NAME TEXT
member()
{
  printf '%s: %s' "$(quote "$1")" "$(quote "$2")"
}

# digest ALGORITHM FILE
digest()
{
  sum=$("$(echo "$1" | tr '[:upper:]' '[:lower:]')sum" "$2")
  printf '{ %s, %s }' "$(member algorithm "$1")" \
    "$(member checksumValue "${sum%% *}")"
}

# id WORD: as SPDX names an element
id()
{
  echo "SPDXRef-$(printf %s "$1" | tr -c 'A-Za-z0-9.' '-')"
}

# relation A KIND B
relation()
{
  relations="$relations,$NL    { $(member spdxElementId "$1"), $(member \
    relationshipType "$2"), $(member relatedSpdxElement "$3") }"
}

# add_package ID NAME VERSION LICENSE LOCATION MORE: once; MORE is JSON
add_package()
{
  case $seen in *" $1 "*) return ;; esac
  seen="$seen$1 "
  packages="$packages,$NL    {
      $(member SPDXID "$1"),
      $(member name "$2"),${3:+$NL      $(member versionInfo "$3"),}
      $(member downloadLocation "$5"),
      \"filesAnalyzed\": false,
      $(member licenseConcluded NOASSERTION),
      $(member licenseDeclared "$4"),
      $(member copyrightText NOASSERTION),$6
      $(member supplier NOASSERTION)
    }"
}

# origin FILE: the package that brought it, its version and its purl, or
# nothing where no package manager knows
origin()
{
  file=$(readlink -f "$1")
  distribution=$(. /etc/os-release 2>/dev/null && echo "${ID-}") || :
  if command -v dpkg-query >/dev/null 2>&1; then
    # dpkg may know it by the path that it had before /usr was one.
    name=$(dpkg-query -S "$file" 2>/dev/null ||
      dpkg-query -S "${file#/usr}" 2>/dev/null) || return 0
    name=$(echo "$name" | sed 's/: .*//; s/,.*//; q')
    # shellcheck disable=SC2016 # for dpkg-query
    dpkg-query -W -f '${Package} ${Version} ${Architecture}\n' "$name" |
      sed "s|\(.*\) \(.*\) \(.*\)|\1 \2 pkg:deb/$distribution/\1@\2?arch=\3|"
  elif command -v rpm >/dev/null 2>&1; then
    rpm -qf --qf "%{name} %{version}-%{release} pkg:rpm/$distribution/%{name}@%{version}-%{release}?arch=%{arch}\\n" \
      "$file" 2>/dev/null || :
  fi
}

# add_library FILE-ID SONAME PATH
add_library()
{
  # shellcheck disable=SC2046 # words
  set -- "$1" "$2" $(origin "$3")
  name=${3:-$2} more=''
  [ -z "${5-}" ] || more="$NL      \"externalRefs\": [ { $(member \
    referenceCategory PACKAGE-MANAGER), $(member referenceType purl), $(
    member referenceLocator "$5") } ],"
  add_package "$(id "Library-$name")" "$name" "${4-}" NOASSERTION \
    NOASSERTION "$more"
  relation "$1" DYNAMIC_LINK "$(id "Library-$name")"
}

# add_file FILE
add_file()
{
  file_id=$(id "File-$1")
  files="$files,$NL    {
      $(member SPDXID "$file_id"),
      $(member fileName "./$1"),
      \"fileTypes\": [ \"BINARY\" ],
      \"checksums\": [ $(digest SHA1 "$1"),
        $(digest SHA256 "$1") ],
      $(member licenseConcluded NOASSERTION),
      \"licenseInfoInFiles\": [ \"NOASSERTION\" ],
      $(member copyrightText NOASSERTION)
    }"
  relation "$file_id" GENERATED_FROM SPDXRef-nscale
  # Those that it names itself; ldd knows where they are.
  needed=$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p')
  for soname in $needed; do
    path=$(ldd "$1" 2>/dev/null | sed -n "s|^[[:space:]]*$soname => \([^ ]*\).*|\1|p")
    add_library "$file_id" "$soname" "${path:-$soname}"
  done
}

sum=$(sha256sum "$tarball")
sum=${sum%% *}
tag=${vcs:+git+$vcs@v$version}
add_package SPDXRef-nscale nscale "$version" Apache-2.0 "${tag:-NOASSERTION}" "
      $(member packageFileName "${tarball##*/}"),
      \"checksums\": [ $(digest SHA256 "$tarball") ],
      $(member primaryPackagePurpose APPLICATION),${homepage:+$NL      $(
  member homepage "$homepage"),}"
for file in $built; do
  add_file "$file"
done
# shellcheck disable=SC2086 # a command with its options
compiler=$($CC --version | sed q)
add_package SPDXRef-Compiler "${CC%% *}" "$compiler" NOASSERTION NOASSERTION ''
relation SPDXRef-Compiler BUILD_TOOL_OF SPDXRef-nscale
relation SPDXRef-DOCUMENT DESCRIBES SPDXRef-nscale

# A name that no other release has, as SPDX proposes, of the tarball's sum.
uuid=$(echo "$sum" | sed 's/^\(.\{8\}\)\(.\{4\}\).\(.\{3\}\).\(.\{3\}\)\(.\{12\}\).*/\1-\2-8\3-8\4-\5/')
created=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null ||
  date -u -r "$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
cat <<TEXT
{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  $(member name "nscale-$version"),
  $(member documentNamespace \
    "https://spdx.org/spdxdocs/nscale-$version-$uuid"),
  "creationInfo": {
    $(member created "$created"),
    "creators": [ $(quote "Tool: nscale-sbom-$version") ]
  },
  "packages": [${packages#,}
  ],
  "files": [${files#,}
  ],
  "relationships": [${relations#,}
  ]
}
TEXT
