# roots.sh - bare roots of other systems, for tests that run in one
# shellcheck shell=sh

# why_no_root: prints why no root can be made here, or nothing
why_no_root()
{
  [ "$(id -u)" -eq 0 ] || {
    echo 'a root of another system takes root to make'
    return
  }
  for tool in debootstrap unshare; do
    command -v "$tool" >/dev/null 2>&1 || {
      echo "$tool is not installed"
      return
    }
  done
  unshare --mount --pid --fork mount -t tmpfs none /mnt 2>/dev/null ||
    echo 'nothing can be mounted here'
}

# release SYSTEM: the suite, and what else debootstrap is to be told
release()
{
  ubuntu='--components=main,universe'
  case $1 in
    debian-12 | armhf | s390x) echo bookworm ;;
    debian-13 | arm64) echo trixie ;;
    debian-sid) echo sid ;;
    ubuntu-24.04) echo "noble $ubuntu" ;;
    ubuntu-26.04) echo "resolute $ubuntu" ;;
    *) return 1 ;;
  esac
}

# other_system: the one that tests try where one has to do, not this one
other_system()
{
  case $(. /etc/os-release && echo "$ID-${VERSION_ID-}") in
    debian-13) echo debian-12 ;;
    *) echo debian-13 ;;
  esac
}

# Everything is mounted in a name space of its own, so that nothing stays
# mounted whatever ends this script, and no process is left.
apart()
{
  env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root TERM=dumb \
    ${http_proxy+http_proxy="$http_proxy"} \
    unshare --mount --pid --fork --kill-child "$@"
}

# bootstrap SYSTEM ROOT
bootstrap()
{
  # shellcheck disable=SC2046 # words
  set -- "$2" $(release "$1")
  root=$1 suite=$2
  shift 2
  script=$suite mirror=''
  # All of Ubuntu's releases have one script, which debootstrap may not know
  # by the name of a new one.  It names the mirror, too, which debootstrap
  # only asks where it has Ubuntu's keys.
  if [ $# -gt 0 ]; then
    script=gutsy
    mirror=$(sed -n 's/.*default_mirror *\([^ ]*archive[^ ]*\)$/\1/p' \
      "${DEBOOTSTRAP_DIR:-/usr/share/debootstrap}/scripts/$script")
  fi
  # It is all thrown away: no need to wait for the disk.
  mkdir -p "$root/etc/dpkg/dpkg.cfg.d" || return 1
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe"
  apart debootstrap --variant=minbase "$@" "$suite" "$root" "$mirror" \
    "$script" || return 1
  # No package may start a service.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
}

# inside ROOT FOLDER COMMAND...
inside()
{
  root=$1 folder=$2
  shift 2
  for file in resolv.conf hosts; do
    [ ! -e "/etc/$file" ] || cp "/etc/$file" "$root/etc/$file" || return 1
  done
  # shellcheck disable=SC2016 # for the shell inside
  apart sh -c 'root=$1
    export folder="$2"
    shift 2
    mount -t proc proc "$root/proc" && mount --rbind /sys "$root/sys" &&
      mount --rbind /dev "$root/dev" || exit 99
    exec chroot "$root" sh -c '\''cd "$folder" && exec "$@"'\'' sh "$@"' \
    sh "$root" "$folder" "$@"
}
