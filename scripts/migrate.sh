#!/usr/bin/env bash
# Applies database migrations and ends: to the database of ConnectionStrings__userdb (environment or .env), else to the private one of dev.sh.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ -z "${ConnectionStrings__userdb:-}" ] && [ -f .env ]; then
  ConnectionStrings__userdb=$(sed -n 's/^ConnectionStrings__userdb=//p' .env | tail -n 1)
fi

need_dotnet
choose_aspire
if [ -n "${ConnectionStrings__userdb:-}" ]; then
  export ConnectionStrings__userdb
  build UserService.Worker
  exec dotnet UserService.Worker/bin/Debug/net10.0/UserService.Worker.dll migrate
fi

# shellcheck disable=SC2119 # it takes what is wanted besides the servers, not this script's arguments
need_servers
build UserService.DevHost
exec dotnet UserService.DevHost/bin/Debug/net10.0/UserService.DevHost.dll migrate
