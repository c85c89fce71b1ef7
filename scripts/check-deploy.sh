#!/usr/bin/env bash
# Checks what can be checked of deploy/, monitoring/ and the workflows without running them; says what it skipped for lack of a tool.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

checks=.dev/checks
mkdir -p "$checks"
skipped=()

if has kubectl && has npm; then
  cp deploy/checks/* "$checks"
  (cd "$checks" && npm install --silent --no-audit --no-fund --ignore-scripts && npx ts-json-schema-generator --path kinds.ts --type Kinds --no-type-check -o kinds.json)
  for overlay in deploy/kubernetes/overlays/*/; do
    kubectl kustomize "$overlay" >"$checks/$(basename "$overlay").yaml"
  done
  (cd "$checks" && node check.js kinds.json staging.yaml production.yaml)
else
  skipped+=("Kubernetes manifests (kubectl, npm)")
fi

if has docker && docker compose version >/dev/null 2>&1; then
  docker compose -f deploy/docker-compose.dev.yml config -q
  REGISTRY=x VERSION=1 ISSUER=https://x APP_URL=https://x MASTER_KEY=x IDENTIFIER_KEY=x POSTGRES_PASSWORD=x REDIS_PASSWORD=x RABBITMQ_PASSWORD=x \
    docker compose -f deploy/docker-compose.yml config -q
  say "compose files are valid"
else
  skipped+=("compose files (docker compose)")
fi

if has promtool; then
  promtool check rules monitoring/prometheus/rules.yml
  promtool test rules monitoring/prometheus/rules.test.yml
else
  skipped+=("alert rules (promtool, from Debian's package prometheus)")
fi

if has npm; then
  npx --yes @stoplight/spectral-cli@6.16.3 lint docs/openapi.yaml --fail-severity=hint
  npx --yes --package=@action-validator/cli@0.6.0 --package=@action-validator/core@0.6.0 -- action-validator .github/workflows/ci.yml
  npx --yes --package=@action-validator/cli@0.6.0 --package=@action-validator/core@0.6.0 -- action-validator .github/workflows/cd.yml
  npx --yes --package=@action-validator/cli@0.6.0 --package=@action-validator/core@0.6.0 -- action-validator .github/workflows/rollout.yml
  say "workflows fit their schema"
else
  skipped+=("OpenAPI document and workflows (npm)")
fi

[ ${#skipped[@]} -eq 0 ] || printf 'skipped: %s\n' "${skipped[@]}"
