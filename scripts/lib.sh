# Shared by dev.sh, test.sh and migrate.sh (sourced, not run). Needs bash and the .NET SDK; installs or names the rest.
# shellcheck shell=bash

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# No build server stays behind when a script ends (MSBuild nodes, the C# compiler's server, the CLI's).
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
mkdir -p .dev/logs
chmod 711 .dev # the private servers of root run as users of their own, who must get through
chmod 700 .dev/logs

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

has() { command -v "$1" >/dev/null 2>&1; }

need_dotnet() {
  if ! has dotnet; then
    [ -x "${DOTNET_ROOT:-$HOME/.dotnet}/dotnet" ] || fail "The .NET SDK 10 is missing: https://dotnet.microsoft.com/download"
    export DOTNET_ROOT=${DOTNET_ROOT:-$HOME/.dotnet}
    export PATH="$DOTNET_ROOT:$PATH"
  fi
}

can_install() { [ "$(id -u)" -eq 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }

# Installs the Debian packages of missing servers. The packages' own services are not started: policy-rc.d (invoke-rc.d(8)) refuses
# for the time of the installation, and only where no policy of the machine exists already.
# Arguments name further packages that are wanted if the program of the same name, or NAME-server, is missing.
need_servers() {
  local missing=() package
  for package in "$@"; do has "$package" || has "$package-server" || missing+=("$package"); done
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  [ -x /usr/bin/redis-server ] || missing+=(redis-server)
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server)
  { has setpriv && has setsid; } || missing+=(util-linux)
  [ ${#missing[@]} -eq 0 ] && return

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if can_install; then
      as_root=(sudo -n)
    else
      fail "Servers are missing on this machine. Type: sudo apt-get install -y ${missing[*]}"
    fi
  fi
  has apt-get || fail "Servers are missing on this machine, and it has no apt-get. Install by its own means: ${missing[*]}"

  say "Installing ${missing[*]} (log: .dev/logs/apt.log) ..."
  local policy=/usr/sbin/policy-rc.d ours=false code=0
  if ! [ -e "$policy" ]; then
    ours=true
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    # shellcheck disable=SC2064 # the values of now are wanted
    trap "${as_root[*]} rm -f $policy" EXIT
  fi
  {
    "${as_root[@]}" apt-get update &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
  } </dev/null >.dev/logs/apt.log 2>&1 || code=$?
  if $ours; then
    "${as_root[@]}" rm -f "$policy"
    trap - EXIT
  fi
  if [ "$code" -ne 0 ]; then
    tail -n 40 .dev/logs/apt.log >&2
    fail "Installing failed. Type: ${as_root[*]:+sudo }apt-get install -y ${missing[*]}"
  fi
}

# A project outside this repository's build settings, to ask the package sources about one package: make_probe FOLDER ITEM
make_probe() {
  local file
  rm -rf "$1"
  mkdir -p "$1"
  # Empty files stop MSBuild from looking further up, where this repository's own are.
  for file in Directory.Build.props Directory.Build.targets Directory.Packages.props; do printf '<Project />\n' >"$1/$file"; done
  cat >"$1/probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup>$2</ItemGroup>
</Project>
PROJECT
}

# Whether the configured package sources have the Aspire packages; asked once by restoring a project that needs nothing but its SDK,
# through the same client, sources and credentials as the build. The answer is kept with the version and the sources it is about.
choose_aspire() {
  if [ -n "${Aspire:-}" ]; then
    export Aspire
    return
  fi
  local version answer=.dev/aspire-packages question
  version=$(sed -n 's/.*Sdk="Aspire.AppHost.Sdk" Version="\([^"]*\)".*/\1/p' UserService.AppHost/UserService.AppHost.csproj)
  version=${version%%$'\n'*}
  question="$version $(dotnet nuget list source --format short 2>/dev/null || true)"
  if ! [ -f "$answer" ] || [ "$(sed 1d "$answer")" != "$question" ]; then
    local probe=.dev/aspire-probe found=false
    make_probe "$probe" "<PackageDownload Include=\"Aspire.AppHost.Sdk\" Version=\"[$version]\" />"
    if dotnet restore "$probe/probe.csproj" >.dev/logs/aspire-probe.log 2>&1; then
      found=true
    elif ! grep -q 'NU110[1-3]' .dev/logs/aspire-probe.log; then
      found=unknown # the sources could not be asked: an answer not worth keeping
    fi
    rm -rf "$probe"
    rm -f "$answer"
    [ "$found" = unknown ] || printf '%s\n%s\n' "$found" "$question" >"$answer"
    Aspire=$found
  else
    Aspire=$(sed -n 1p "$answer")
  fi
  if [ "$Aspire" != true ]; then
    Aspire=false
    say "The package sources have no Aspire packages: building without them (Aspire=false)."
  fi
  export Aspire
}

has_containers() {
  { has docker && docker ps >/dev/null 2>&1; } || { has podman && podman ps >/dev/null 2>&1; }
}

# Builds quietly; the whole log is shown when it fails.
build() {
  if ! dotnet build "$@" --nologo -v quiet >.dev/logs/build.log 2>&1; then
    cat .dev/logs/build.log >&2
    fail "The build failed."
  fi
}

# publish_host Api FOLDER: a host as images have it, compiled ahead for this platform
publish_host() {
  if ! dotnet publish "UserService.$1" -c Release -r linux-x64 --no-self-contained -o "$2" --nologo -v quiet >.dev/logs/publish.log 2>&1; then
    cat .dev/logs/publish.log >&2
    fail "UserService.$1 could not be published."
  fi
}
