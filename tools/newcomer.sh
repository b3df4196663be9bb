#!/usr/bin/env bash
# Set everything up and open the first page as an ordinary user, in a fresh copy outside root's home,
# with the system's python3 and the PostgreSQL of the wheel.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
user=newcomer
if [ "$(id -u)" = 0 ]; then
  if ! /usr/bin/python3 -c 'import ensurepip, venv' 2>/dev/null; then
    apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 python3-venv make git
  fi
  id "$user" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$user"
  home=$(getent passwd "$user" | cut -d: -f6)
  as_newcomer=(runuser -u "$user" -- env -u VIRTUAL_ENV -u PYTHONPATH -u DATABASE_URL HOME="$home")
else
  home=$(mktemp -d)
  as_newcomer=(env -u VIRTUAL_ENV -u PYTHONPATH -u DATABASE_URL HOME="$home")
fi
copy="$home/mitoyen-$$"
port=$((20000 + $$ % 20000))
stop() { # the whole session of the site, which then stops its own database
  status=$?
  if [ -n "${server:-}" ]; then kill -TERM -- "-$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$copy"
  exit "$status"
}
trap stop EXIT
mkdir -p "$copy" && git -C "$here" archive HEAD | tar -x -C "$copy"
[ "$(id -u)" = 0 ] && chown -R "$user" "$copy"

echo "A newcomer types make run…"
started=$(date +%s)
setsid "${as_newcomer[@]}" PATH=/usr/bin:/bin MITOYEN_POSTGRES=wheel MITOYEN_PORT="$port" \
  make -C "$copy" PYTHON=/usr/bin/python3 run >"$copy/said.log" 2>&1 &
server=$!
for _ in $(seq 1 600); do
  if page=$(curl --silent --fail --max-time 5 "http://localhost:$port/"); then break; fi
  kill -0 "$server" 2>/dev/null || { cat "$copy/said.log"; echo "make run stopped before its first page."; exit 1; }
  sleep 0.5
done
cat "$copy/said.log"
grep -q "<h1" <<<"${page:-}" || { echo "The first page did not come."; exit 1; }
echo "First page after $(($(date +%s) - started)) s."
