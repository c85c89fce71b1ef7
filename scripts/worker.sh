#!/usr/bin/env bash
# Runs a command of the Worker against the running stack of ./scripts/dev.sh --devhost: scripts/worker.sh admin bootstrap --email ADDRESS
# DEV_FOLDER names the stack's folder where it is not .dev; on a server the Worker's own configuration says all this.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=${DEV_FOLDER:-$root/.dev}
postgres=$folder/servers/postgres
[ -r "$postgres/port" ] || fail "No stack has run in $folder: start ./scripts/dev.sh --devhost first."
need_dotnet
export ASPNETCORE_ENVIRONMENT=Development DOTNET_ENVIRONMENT=Development
ConnectionStrings__userdb="Host=127.0.0.1;Port=$(cat "$postgres/port");Database=userdb;Username=userservice;Password=$(cat "$postgres/password")"
export ConnectionStrings__userdb Protection__KeyFile=${Protection__KeyFile:-$folder/keys/master.key} Tokens__Issuer=${Tokens__Issuer:-http://localhost:${API_PORT:-8080}}
exec dotnet UserService.Worker/bin/Debug/net10.0/UserService.Worker.dll "$@"
