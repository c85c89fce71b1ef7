.DEFAULT_GOAL := help
.PHONY: help run fresh test migrate format audit check bench tour

help: ## list what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | column -t -s '|'

run: ## start the whole stack, Ctrl-C stops it
	./scripts/dev.sh

fresh: ## the same, after dropping all data
	./scripts/dev.sh --fresh

test: ## run every test with coverage
	./scripts/test.sh

migrate: ## apply database migrations and end
	./scripts/migrate.sh

format: ## format the code as .editorconfig says
	./scripts/format.sh

audit: ## ask the package source for known vulnerabilities (no data is not the same as none found)
	./scripts/audit.sh

check: ## check manifests, workflows, rules, dashboards, documents by their formats' own checkers
	./scripts/check-ops.sh

tour: ## type README and docs/api against a running stack and compare
	./scripts/tour.sh README.md docs/api/*.md

bench: ## measure the service beside its limits (nothing else should run)
	./scripts/bench.sh
