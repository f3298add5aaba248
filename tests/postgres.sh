#!/usr/bin/env bash
# Runs a command with a PostgreSQL cluster of its own: tests/postgres.sh cargo test -p motcua-tests
#
# The cluster lives in a temporary folder, listens on a socket there and nowhere else, trades durability for speed, and
# is gone when the command ends. The command finds it in TEST_DATABASE_URL. Without a command the address is printed
# and the cluster runs until it is interrupted.
set -euo pipefail

complain() {
  echo "tests/postgres.sh: $*" >&2
  exit 1
}

find_programs() {
  local folder
  for folder in $(dirname "$(readlink -f "$(command -v initdb)")" 2>/dev/null) \
    $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV); do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/createdb" ]; then
      echo "$folder"
      return
    fi
  done
}

programs=$(find_programs)
[ -n "$programs" ] || complain "PostgreSQL is not installed (initdb was not found); on Debian: apt-get install postgresql"

folder=$(mktemp -d "${TMPDIR:-/tmp}/motcua-postgres.XXXXXX")
# PostgreSQL refuses to run as root.
as_owner=()
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || complain "root may not run PostgreSQL, and there is no user postgres"
  chown postgres "$folder"
  if command -v runuser >/dev/null; then as_owner=(runuser -u postgres --); else as_owner=(setpriv --reuid postgres --clear-groups); fi
fi

stop() {
  (cd / && "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1) || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

start() {
  cd /
  "${as_owner[@]}" "$programs/initdb" -D "$folder/data" -U motcua --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-sync >"$folder.log" 2>&1 || { cat "$folder.log" >&2; return 1; }
  "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" start -o "\
    -c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB -c log_min_messages=fatal" \
    >>"$folder.log" 2>&1 || { cat "$folder.log" "$folder/server.log" >&2; return 1; }
  "${as_owner[@]}" "$programs/createdb" -h "$folder" -U motcua motcua_test
  rm -f "$folder.log"
}
(start) || complain "PostgreSQL did not start"

export TEST_DATABASE_URL="postgres://motcua@localhost/motcua_test?host=$folder"
if [ $# -eq 0 ]; then
  echo "$TEST_DATABASE_URL"
  while sleep 3600; do :; done
else
  "$@"
fi
