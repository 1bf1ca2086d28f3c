# What ./holdfast and ./check need of the machine: a JDK, Maven, client tools. Sourced by both, for bash 3.2 and later.

REQUIRED_JAVA=25

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Whether we may install packages ourselves: Debian or Ubuntu, as root.
can_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

# install PACKAGE... : quiet unless it fails. A lock that another apt holds is waited for.
install() {
  say "Installing $* ..."
  local log
  log=$(mktemp)
  if ! { [ -n "${APT_UPDATED:-}" ] || apt-get update; } >"$log" 2>&1; then
    say "apt-get update failed; trying with the package lists that are there."
  fi
  APT_UPDATED=1
  if ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "Could not install $*; see above."
  fi
  rm -f "$log"
}

# need COMMAND PACKAGE MACOS_PACKAGE : makes sure that a command is there.
need() {
  command -v "$1" >/dev/null 2>&1 && return 0
  if can_install; then
    install "$2"
    return
  fi
  case "$(uname -s)" in
    Darwin) die "'$1' is missing. Install it with: brew install $3" ;;
    *) die "'$1' is missing. Install it with: sudo apt-get install $2 (or your distribution's package for it)" ;;
  esac
}

# need_library LIBRARY PACKAGE... : makes sure that a shared library is there, by the first of the packages that the
# distribution has. One that calls it by another name has to be linked by whoever loads it.
need_library() {
  local library="$1" package
  shift
  ldconfig -p 2>/dev/null | grep "[[:space:]]$library" >/dev/null && return 0
  can_install || die "'$library' is missing. Install the package $* (or your distribution's package for it)."
  # With the lists that are there, should it fail: a package that is not in them leads to the sentence below.
  [ -n "${APT_UPDATED:-}" ] || apt-get update >/dev/null 2>&1 || true
  APT_UPDATED=1
  for package in "$@"; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      install "$package"
      return
    fi
  done
  die "'$library' is missing, and there is none of the packages $*."
}

# The major version of the JDK in the folder $1, or nothing when it holds none.
jdk_major() {
  [ -x "$1/bin/javac" ] || return 0
  "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
}

jdk_folders() {
  [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
  # On macOS /usr/bin/javac is a stub that opens a dialogue when no JDK is there: this program knows them all.
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$REQUIRED_JAVA+" 2>/dev/null || true
  fi
  local on_path folder
  on_path=$(command -v javac 2>/dev/null) || true
  if [ -n "$on_path" ] && ! { [ "$(uname -s)" = Darwin ] && [ "$on_path" = /usr/bin/javac ]; }; then
    resolve_bin_parent "$on_path"
  fi
  for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$folder" ] && printf '%s\n' "$folder"
  done
}

# The JDK folder of a javac that may be a chain of links.
resolve_bin_parent() {
  local file="$1" target
  while [ -L "$file" ]; do
    target=$(readlink "$file")
    case "$target" in
      /*) file="$target" ;;
      *) file="$(dirname "$file")/$target" ;;
    esac
  done
  (cd "$(dirname "$file")/.." && pwd)
}

find_jdk() {
  local folder major
  while IFS= read -r folder; do
    major=$(jdk_major "$folder")
    if [ -n "$major" ] && [ "$major" -ge "$REQUIRED_JAVA" ]; then
      printf '%s\n' "$folder"
      return
    fi
  done <<EOF
$(jdk_folders)
EOF
}

# Sets JAVA_HOME to a JDK that is new enough, installing the distribution's where that is possible.
need_jdk() {
  local jdk package
  jdk=$(find_jdk)
  if [ -z "$jdk" ] && can_install; then
    # What fails here leads to the sentence below, not to a silent end.
    apt-get update >/dev/null 2>&1 || true
    APT_UPDATED=1
    package=$(apt-cache pkgnames openjdk- 2>/dev/null |
      sed -n 's/^openjdk-\([0-9]*\)-jdk-headless$/\1/p' | sort -n | tail -n 1) || true
    if [ -n "$package" ] && [ "$package" -ge "$REQUIRED_JAVA" ]; then
      (install "openjdk-$package-jdk-headless") || true
      jdk=$(find_jdk)
    fi
  fi
  [ -n "$jdk" ] || die "Holdfast needs a JDK $REQUIRED_JAVA or newer and found none. Install one" \
    "(Eclipse Temurin, your distribution's openjdk-$REQUIRED_JAVA-jdk, or: brew install openjdk) or point JAVA_HOME to it."
  export JAVA_HOME="$jdk"
}

need_maven() {
  need mvn maven maven
}

# Where the server looks for PostgreSQL's programs; ClientTools.java has the same list.
postgresql_folders() {
  local folder
  for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/pgsql*/bin \
    /opt/homebrew/opt/postgresql@*/bin /opt/homebrew/opt/libpq/bin \
    /usr/local/opt/postgresql@*/bin /usr/local/opt/libpq/bin \
    /Applications/Postgres.app/Contents/Versions/*/bin; do
    printf '%s\n' "$folder"
  done
  printf '%s\n' "${PATH:-}" | tr ':' '\n'
}

# The major version of each pg_dump that the server can use, one a line. Debian's wrapper is none: it only calls another.
pg_dump_majors() {
  local folder
  postgresql_folders | while IFS= read -r folder; do
    [ -n "$folder" ] && [ -x "$folder/pg_dump" ] || continue
    case "$(readlink "$folder/pg_dump" 2>/dev/null || true)" in
      *pg_wrapper) continue ;;
    esac
    "$folder/pg_dump" --version 2>/dev/null </dev/null | sed -n 's/.*(PostgreSQL) \([0-9][0-9]*\).*/\1/p' || true
  done || true
}

need_postgresql_client() {
  [ -n "$(pg_dump_majors)" ] && return 0
  if can_install; then
    install postgresql-client
    [ -n "$(pg_dump_majors)" ] && return 0
  fi
  case "$(uname -s)" in
    Darwin) die "PostgreSQL's client tools are missing. Install them with: brew install libpq" ;;
    *) die "PostgreSQL's client tools are missing. Install them with: sudo apt-get install postgresql-client" \
      "(or your distribution's package for them)" ;;
  esac
}

# Whether the only client tools that can dump are of 17 and newer, whose dumps no older server takes back.
has_only_new_postgresql_clients() {
  local major newer=1
  for major in $(pg_dump_majors); do
    if [ "$major" -ge 17 ]; then
      newer=0
    elif [ "$major" -ge 14 ]; then
      return 1
    fi
  done
  return "$newer"
}
