#!/usr/bin/env bash
# Starts the whole stack on this machine and prints where everything is. Ctrl-C stops all of it.
#   --devhost   private servers as child processes, even where Aspire and a container runtime are there
#   --fresh     drop the data of earlier starts (DevHost)
#   --verbose   show all output of the hosts (DevHost)
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

devhost=false
options=()
for argument in "$@"; do
  case $argument in
    --devhost) devhost=true ;;
    --fresh | --verbose) devhost=true; options+=("$argument") ;;
    *) fail "usage: scripts/dev.sh [--devhost] [--fresh] [--verbose]" ;;
  esac
done

need_dotnet
choose_aspire
if ! $devhost && [ "$Aspire" = true ] && has_containers; then
  exec dotnet run --project UserService.AppHost
fi

# The commands that the screen tells to try are typed with curl.
if can_install; then need_servers curl; else need_servers; fi
say "Building ..."
build UserService.DevHost
# Not "dotnet run": it would stand between this terminal's signals and DevHost. A shell that starts this in the background has it ignore SIGINT, which would be inherited.
exec env --default-signal=INT dotnet UserService.DevHost/bin/Debug/net10.0/UserService.DevHost.dll "${options[@]}"
