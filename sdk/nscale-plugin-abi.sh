#!/bin/sh
# nscale-plugin-abi - the plugin ABI as a name that packages depend on
#
# Reads the note in a plugin (nscale/plugin.h, "Registration") with readelf,
# for whatever machine the plugin is made; nothing of it is run.
set -eu

# Filled in when nscale is built.
version=@PACKAGE_VERSION@ abi_major=@ABI_MAJOR@ abi_minor=@ABI_MINOR@

usage()
{
  cat <<'TEXT'
usage: nscale-plugin-abi [--rpm] PLUGIN...   what packages of these depend on
       nscale-plugin-abi [--rpm] --provides  what packages of nscale provide
       nscale-plugin-abi --names PLUGIN...   names and aliases of each
       nscale-plugin-abi --help | --version
TEXT
}

die()
{
  printf 'nscale-plugin-abi: %s\n' "$*" >&2
  exit 1
}

# manifest FILE: the lines key=value of its note, from the columns of readelf
# (after the note's header and its owner, "nscale" and two NULs)
manifest()
{
  LC_ALL=C "${READELF:-readelf}" -x .note.nscale.plugin "$1" 2>/dev/null |
    LC_ALL=C awk '
      BEGIN { digits = "0123456789abcdef" }
      /^  0x/ {
        for (i = 2; i <= 5; i++) {
          word = substr($0, 14 + 9 * (i - 2), 8)
          for (at = 1; at < length(word) && substr(word, at, 1) != " "; at += 2)
            hex = hex substr(word, at, 2)
        }
      }
      END {
        owner = "6e7363616c650000"
        if (substr(hex, 25, length(owner)) != owner)
          exit 1
        for (at = 25 + length(owner); at < length(hex); at += 2) {
          byte = 16 * (index(digits, substr(hex, at, 1)) - 1) + \
            index(digits, substr(hex, at + 1, 1)) - 1
          if (byte == 0)
            exit
          printf "%c", byte
        }
      }'
}

# key NAME FILE: the value of a line of the manifest
key()
{
  manifest "$2" | sed -n "s/^$1=//p" | grep '.'
}

# virtual MAJOR.MINOR
virtual()
{
  if [ "$rpm" -eq 1 ]; then
    printf 'nscale-plugin-abi(%s)\n' "$1"
  else
    printf 'nscale-plugin-abi-%s\n' "$1"
  fi
}

print_depends()
{
  all=
  for file in "$@"; do
    abi=$(key abi "$file") || die "$file is no plugin of nscale"
    all="$all$(virtual "$abi")
"
  done
  printf '%s' "$all" | sort -u
}

# A plugin for an older minor runs on a newer one.
print_provides()
{
  minor=0
  while [ "$minor" -le "$abi_minor" ]; do
    virtual "$abi_major.$minor"
    minor=$((minor + 1))
  done
}

print_names()
{
  for file in "$@"; do
    name=$(key name "$file") || die "$file is no plugin of nscale"
    aliases=$(key aliases "$file") || aliases=
    echo "$name${aliases:+ $aliases}"
  done
}

rpm=0
if [ "${1-}" = --rpm ]; then
  rpm=1
  shift
fi
command -v "${READELF:-readelf}" >/dev/null ||
  die "${READELF:-readelf} is missing"
case $#,${1-} in
  1,--help) usage ;;
  1,--version) echo "nscale-plugin-abi $version" ;;
  1,--provides) print_provides ;;
  0,* | 1,--names) usage >&2; exit 2 ;;
  *,--names) shift; print_names "$@" ;;
  *,-*) usage >&2; exit 2 ;;
  *) print_depends "$@" ;;
esac
