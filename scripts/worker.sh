#!/usr/bin/env bash
# Runs a command of the Worker against the running stack of ./scripts/dev.sh --devhost: scripts/worker.sh admin bootstrap --email ADDRESS
# DEV_FOLDER names the stack's folder where it is not .dev; on a server the Worker's own configuration says all this.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

folder=${DEV_FOLDER:-$root/.dev}
servers=$folder/servers
[ -r "$servers/postgres/port" ] || fail "No stack has run in $folder: start ./scripts/dev.sh --devhost first."
port() { cat "$servers/$1/port"; }
password() { cat "$servers/$1/password"; }

need_dotnet
export ASPNETCORE_ENVIRONMENT=Development DOTNET_ENVIRONMENT=Development
# What is set already stays: a command may be meant for another server.
ConnectionStrings__userdb="${ConnectionStrings__userdb:-Host=127.0.0.1;Port=$(port postgres);Database=userdb;Username=userservice;Password=$(password postgres)}"
ConnectionStrings__cache="${ConnectionStrings__cache:-127.0.0.1:$(port redis),password=$(password redis)}"
ConnectionStrings__messaging="${ConnectionStrings__messaging:-amqp://userservice:$(password rabbitmq)@127.0.0.1:$(port rabbitmq)/}"
export ConnectionStrings__userdb ConnectionStrings__cache ConnectionStrings__messaging
export Protection__KeyFile=${Protection__KeyFile:-$folder/keys/master.key} Tokens__Issuer=${Tokens__Issuer:-http://localhost:${API_PORT:-8080}}
exec dotnet UserService.Worker/bin/Debug/net10.0/UserService.Worker.dll "$@"
