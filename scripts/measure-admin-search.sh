#!/usr/bin/env bash
# Measures what staff wait for a search among many customers: seeds them, makes an admin, and asks 400 times each by e-mail and by parts of names.
#   scripts/measure-admin-search.sh [USERS, 1000000 unless said]
# Starts private servers of its own in .dev/search (dropped afterwards unless KEEP=1) and the API in Release with rate limits off.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

users=${1:-1000000} configuration=${CONFIGURATION:-Release}
need_dotnet
choose_aspire
need_servers python3
build UserService.DevHost -c "$configuration"
build UserService.Api -c "$configuration"
build UserService.Worker -c "$configuration"
folder=$root/.dev/search
mkdir -p "$folder"
chmod 711 "$folder"
log=$folder/measure.log
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  [ "${KEEP:-0}" = 1 ] || rm -rf "$folder"
}
trap finish EXIT

DEV_FOLDER=$folder dotnet UserService.DevHost/bin/"$configuration"/net10.0/UserService.DevHost.dll servers >"$folder/servers.log" 2>&1 &
pids+=($!)
for _ in $(seq 600); do
  grep -q 'servers are running' "$folder/servers.log" && break
  kill -0 "${pids[0]}" 2>/dev/null || { cat "$folder/servers.log" >&2; fail "The servers did not start."; }
  sleep 0.1
done
at() { printf '127.0.0.1:%s' "$(cat "$folder/servers/$1/port")"; }
password() { cat "$folder/servers/$1/password"; }
ConnectionStrings__userdb="Host=127.0.0.1;Port=$(cat "$folder/servers/postgres/port");Database=userdb;Username=userservice;Password=$(password postgres)"
ConnectionStrings__cache="$(at redis),password=$(password redis)"
ConnectionStrings__messaging="amqp://userservice:$(password rabbitmq)@$(at rabbitmq)/"
export ConnectionStrings__userdb ConnectionStrings__cache ConnectionStrings__messaging
export ASPNETCORE_ENVIRONMENT=Development Tokens__Issuer=http://localhost:8080 Protection__KeyFile=$folder/keys/master.key RateLimits__Enabled=false
worker() { dotnet UserService.Worker/bin/"$configuration"/net10.0/UserService.Worker.dll "$@"; }
worker migrate >"$log" 2>&1 || { cat "$log" >&2; fail "Migrating failed."; }
worker seed --users "$users"

ASPNETCORE_URLS=http://127.0.0.1:0 dotnet UserService.Api/bin/"$configuration"/net10.0/UserService.Api.dll >"$folder/api.log" 2>&1 &
pids+=($!)
# The code that verifies the admin's address is delivered by the Worker.
dotnet UserService.Worker/bin/"$configuration"/net10.0/UserService.Worker.dll >"$folder/worker.log" 2>&1 &
pids+=($!)
for _ in $(seq 300); do
  api=$(sed -n 's/.*Now listening on: \(http[^ "]*\).*/\1/p' "$folder/api.log" | head -n 1)
  [ -z "$api" ] || break
  sleep 0.1
done
[ -n "$api" ] || { cat "$folder/api.log" >&2; fail "The API did not start."; }
API=$api USERS=$users WORKER="$root/UserService.Worker/bin/$configuration/net10.0/UserService.Worker.dll" python3 "$root/scripts/measure-admin-search.py"
