# The environment that build-aux/dev works in: the host's own libraries where they are new enough,
# else a Debian root in the cache, entered with bubblewrap. Sourced by build-aux/dev; holds no command of its own.
# shellcheck shell=bash

packages_file=$top/build-aux/packages.txt
suite=trixie
# Services and containers may have no HOME at all.
[ -n "${HOME:-}" ] || HOME=$(getent passwd "$(id -u)" | cut -d: -f6)
export HOME=${HOME:-/tmp}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/quire

# Oldest versions that the code may call (PLATFORM: those of Debian 13).
minimum=(gtk4:4.18 libadwaita-1:1.7 glib-2.0:2.84 json-glib-1.0:1.10 sqlite3:3.46 libdex-1:0.10 gtksourceview-5:5.16)
tools=(meson ninja blueprint-compiler msgfmt gcc pkg-config glib-compile-resources)
# Only the tests want these; `run` does not.
test_tools=(Xvfb dbus-run-session metacity xdotool sqlite3 clang-format desktop-file-validate appstreamcli)

say () { printf 'dev: %s\n' "$*" >&2; }
die () { say "$@"; exit 1; }

packages () { sed 's/#.*//; /^[[:space:]]*$/d; s/[[:space:]]//g' "$packages_file" | sort; }
packages_hash () { packages | sha256sum | cut -c1-12; }

# Prints what the host lacks for command $1; nothing when the host will do.
host_lacks () {
  local pair tool wanted=("${tools[@]}")
  for pair in "${minimum[@]}"; do
    pkg-config --atleast-version="${pair#*:}" "${pair%%:*}" 2>/dev/null || printf '%s ' "${pair%%:*}>=${pair#*:}"
  done
  case $1 in run|shell|exec) ;; *) wanted+=("${test_tools[@]}") ;; esac
  for tool in "${wanted[@]}"; do
    command -v "$tool" >/dev/null 2>&1 || printf '%s ' "$tool"
  done
}

# True when this distribution's own packages would satisfy the minimum.
apt_would_do () {
  local candidate
  command -v apt-cache >/dev/null 2>&1 || return 1
  candidate=$(apt-cache policy libgtk-4-dev 2>/dev/null | sed -n 's/.*Candidate: //p')
  [ -n "$candidate" ] && dpkg --compare-versions "$candidate" ge 4.18
}

host_install () {
  # shellcheck disable=SC2046
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(packages) >&2
}

need_root_tools () {
  local missing=() tool
  for tool in mmdebstrap bubblewrap; do
    command -v "${tool/bubblewrap/bwrap}" >/dev/null 2>&1 || missing+=("$tool")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >&2 \
      || die "could not install ${missing[*]}: is there a network?"
  else
    die "this system's libraries are too old, and a build root needs ${missing[*]}: install them (for example: sudo apt install ${missing[*]}) and try again"
  fi
}

# The files of a root that an unprivileged user made belong to subordinate ids.
remove_roots () { rm -rf "$@" 2>/dev/null || unshare --map-root-user --map-auto rm -rf "$@"; }

# Makes the root once and prints where it is. A partial one is never used: it is moved into place when whole.
make_root () {
  local root=$cache/root-$(packages_hash) part log free old
  if [ -d "$root" ]; then printf '%s\n' "$root"; return; fi
  need_root_tools
  mkdir -p "$cache" || die "cannot write to $cache"
  free=$(df -Pk "$cache" | awk 'NR==2 {print int($4 / 1024)}')
  [ "$free" -ge 2500 ] || die "the build root needs 2.5 GB in $cache, and ${free} MB are free there"
  if [ "$(id -u)" != 0 ] && ! unshare -Ur true 2>/dev/null; then
    die "user namespaces are off here, and without them only root can make the build root"
  fi
  part=$root.part.$$
  log=$cache/root.log
  say "making a Debian $suite root in $root (about a minute, 1.3 GB; log in $log)"
  if ! mmdebstrap --variant=minbase --include="$(packages | paste -sd,)" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        "$suite" "$part" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    remove_roots "$part"
    die "the root could not be made; the lines above say why (no network is the usual reason)"
  fi
  mv -T "$part" "$root" 2>/dev/null || remove_roots "$part"   # another run may have been quicker
  for old in "$cache"/root-*; do
    case $old in
      "$root") ;;
      *.part.*) kill -0 "${old##*.}" 2>/dev/null || remove_roots "$old" ;;   # of a run that was killed
      *) remove_roots "$old" ;;
    esac
  done
  printf '%s\n' "$root"
}

# Sets mounts: the root $1 seen as /. Only its folders are mounted, on an empty / that belongs to whoever enters: the places where the
# checkout and the home are mounted are made there, which only root could do in the root itself.
set_mounts () {
  local root=$1 name
  mounts=(--dev /dev --proc /proc --tmpfs /tmp --unsetenv TMPDIR)
  for name in bin sbin lib lib32 lib64 libx32 usr etc var opt; do
    if [ -L "$root/$name" ]; then mounts+=(--symlink "$(readlink "$root/$name")" "/$name")
    elif [ -d "$root/$name" ]; then mounts+=(--bind "$root/$name" "/$name"); fi
  done
  [ -d /sys ] && mounts+=(--ro-bind /sys /sys)
  for name in /etc/resolv.conf /etc/machine-id; do
    [ -e "$name" ] && [ -f "$root$name" ] && mounts+=(--ro-bind "$name" "$name")
  done
}

# Whether a folder is one that the root has its own of, so that the host's must not be mounted there.
is_of_the_system () {
  case $1/ in //|/usr/*|/etc/*|/var/|/dev/*|/proc/*|/sys/*|/run/|/run/user/) return 0 ;; *) return 1 ;; esac
}

# Runs build-aux/dev again inside the root, with the checkout at its own path.
enter_root () {
  local root=$1 command=$2 args runtime status mounts words=() word folder place=$PWD
  shift 2
  runtime=$(mktemp -d "${TMPDIR:-/tmp}/quire-run.XXXXXX")
  chmod 700 "$runtime"
  mkdir -p "$cache/ccache"
  set_mounts "$root"
  args=("${mounts[@]}" --bind "$runtime" /run/user --bind "$top" "$top" --bind "$cache" "$cache"
        --setenv QUIRE_DEV_INSIDE 1 --setenv XDG_RUNTIME_DIR /run/user --setenv XDG_CACHE_HOME "${cache%/quire}"
        --setenv CCACHE_DIR "$cache/ccache" --setenv LANG C.UTF-8 --setenv PATH /usr/bin:/bin:/usr/sbin:/sbin
        --unshare-pid --die-with-parent)
  # Reference data beside the checkout, builds kept elsewhere, and for `run` the writer's books and settings.
  [ -d "$top/../shared" ] && args+=(--ro-bind "$(realpath "$top/../shared")" "$(realpath "$top/..")/shared")
  [ -n "${QUIRE_BUILD_ROOT:-}" ] && { mkdir -p "$QUIRE_BUILD_ROOT"; args+=(--bind "$QUIRE_BUILD_ROOT" "$QUIRE_BUILD_ROOT"); }
  if is_of_the_system "$PWD"; then place=$top; else case $PWD/ in "$top"/*) ;; *) args+=(--bind "$PWD" "$PWD") ;; esac; fi
  for folder in "${XDG_DATA_HOME:-$HOME/.local/share}/quire" "${XDG_CONFIG_HOME:-$HOME/.config}"; do
    if mkdir -p "$folder" 2>/dev/null; then args+=(--bind "$folder" "$folder")
    elif [ "$command" = run ]; then rm -rf "$runtime"; die "cannot write to $folder, where books and settings are kept"; fi
  done
  # A book lies anywhere; the files that belong to it lie beside it.
  for word in "$@"; do
    if [ "$command" = run ] && [ -e "$word" ]; then
      word=$(realpath "$word")
      folder=$(dirname "$word")
      case $folder/ in "$top"/*) ;; *) is_of_the_system "$folder" || args+=(--bind "$folder" "$folder") ;; esac
    fi
    words+=("$word")
  done
  args+=(--chdir "$place")
  if [ -n "${WAYLAND_DISPLAY:-}" ] && [ -S "${XDG_RUNTIME_DIR:-}/$WAYLAND_DISPLAY" ]; then
    args+=(--bind "$XDG_RUNTIME_DIR/$WAYLAND_DISPLAY" "/run/user/$WAYLAND_DISPLAY")
  fi
  if [ -n "${DISPLAY:-}" ] && [ -d /tmp/.X11-unix ]; then
    args+=(--bind /tmp/.X11-unix /tmp/.X11-unix)
    [ -n "${XAUTHORITY:-}" ] && [ -f "$XAUTHORITY" ] && args+=(--ro-bind "$XAUTHORITY" "$XAUTHORITY")
  fi
  bwrap "${args[@]}" "$top/build-aux/dev" "$command" "${words[@]}"
  status=$?
  rm -rf "$runtime"
  return $status
}

# Returns when the current process stands in a fitting environment; otherwise runs the command there and exits.
ensure_environment () {
  local command=$1 lacks install=no rest=()
  shift
  for word in "$@"; do if [ "$word" = --install ]; then install=yes; else rest+=("$word"); fi; done
  [ -n "${QUIRE_DEV_INSIDE:-}" ] && return
  lacks=$(host_lacks "$command")
  [ -z "$lacks" ] && return
  if apt_would_do; then
    if [ "$(id -u)" = 0 ] || [ $install = yes ]; then
      say "installing what is missing: $lacks"
      if [ "$(id -u)" = 0 ]; then host_install; else sudo "$top/build-aux/dev" install-packages; fi || die "the packages could not be installed"
      lacks=$(host_lacks "$command")
      [ -z "$lacks" ] && return
      die "still missing after the installation: $lacks"
    fi
    say "missing here: $lacks"
    say "  sudo apt install $(packages | paste -sd' ')"
    die "or let this script do it: build-aux/dev $command --install"
  fi
  local root
  root=$(make_root) || exit 1
  enter_root "$root" "$command" "${rest[@]}"
  exit $?
}
