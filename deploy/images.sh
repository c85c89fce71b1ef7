#!/usr/bin/env bash
# Builds the images with the .NET SDK, without a Dockerfile: api, grpc and worker (migrations are "worker migrate").
#   deploy/images.sh VERSION [REGISTRY/PREFIX]     pushes, or loads into the local Docker or Podman where there is no prefix
# Chiseled base: no shell, no package manager, user 1654. "extra" has ICU, which normal forms of names and numbers need.
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"

version=${1:?usage: deploy/images.sh VERSION [REGISTRY/PREFIX]}
prefix=${2:-}
need_dotnet
choose_aspire
for host in Api Grpc Worker; do
  options=(-p:ContainerFamily=noble-chiseled-extra -p:ContainerRepository="${prefix:+${prefix#*/}/}user-service-${host,,}" -p:ContainerImageTag="$version")
  [ -z "$prefix" ] || options+=(-p:ContainerRegistry="${prefix%%/*}")
  dotnet publish "UserService.$host" -c Release --os linux --arch x64 -t:PublishContainer -p:Version="$version" -p:CI=true "${options[@]}"
done
