# Study Guide: everything a person types. `make help` lists it.
# Needs Python 3.11 or newer, git and make; the rest is installed into .venv.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input --quiet

# What `make run` listens on, and whether it brings the demonstration chapter (DEMO=0: no).
HOST ?= 127.0.0.1
PORT ?= 8000
DEMO ?= 1

# How many processes share the tests (one for each core), and what else pytest is told.
WORKERS ?= logical
ARGS ?=

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | \
		awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

# Setting up -----------------------------------------------------------------------------------

.PHONY: install
install: $(VENV)/.installed ## Make .venv and install the pinned packages

.PHONY: install-dev
install-dev: $(VENV)/.installed-dev ## The same with what tests and checks need

# The first Python that is new enough. Debian's python3 comes without the module that makes an
# environment, and says so in a way that few understand.
$(PY):
	@found=""; for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found="$$python"; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Study Guide needs Python 3.11 or newer, and none was found." >&2; \
		echo "Where it has another name: make install PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "This Python ($$found) cannot make a virtual environment: it lacks venv or ensurepip." >&2; \
		echo "On Debian and Ubuntu, 'apt install python3-venv' brings both; then run this again." >&2; \
		exit 1; \
	fi; \
	"$$found" -m venv --clear $(VENV)

# pip only adds: installing the first list leaves the packages of the second in place.
$(VENV)/.installed: requirements.txt | $(PY)
	@echo "Installing the pinned packages into $(VENV) (about half a minute the first time)."
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed | $(PY)
	@echo "Installing what tests and checks need into $(VENV)."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: lock
lock: $(VENV)/.installed ## Resolve pyproject.toml into the two pinned lists
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PIP) install uv
	@for list in requirements.txt "requirements-dev.txt --extra dev -c requirements.txt"; do \
		$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links $(ARGS) pyproject.toml -o $$list || exit 1; \
	done

# Running --------------------------------------------------------------------------------------

.PHONY: run
run: $(VENV)/.installed ## Serve the site here (PORT=, HOST=, DEMO=0 for an empty one)
	@$(PY) -m studyguide.local --host "$(HOST)" --port "$(PORT)" $(if $(filter 0,$(DEMO)),--no-demo)

# Checking -------------------------------------------------------------------------------------

.PHONY: test
test: $(VENV)/.installed-dev ## Run all tests (ARGS= for pytest, DATABASE_URL= for a database)
	@$(PY) -m tests.tooling.chromium
	@$(PY) -m tests.tooling.redis
	@$(PY) -m pytest -n $(WORKERS) $(ARGS)

.PHONY: test-postgres
test-postgres: $(VENV)/.installed-dev ## All but the browser tests, on a PostgreSQL of their own
	@$(PY) -m tests.tooling.redis
	@$(PY) -m tests.tooling.postgres $(PY) -m pytest -n $(WORKERS) -m "not browser" $(ARGS)

.PHONY: check
check: $(VENV)/.installed-dev ## Lint, types, import contracts, migrations, deployment settings
	@$(PY) -m tests.tooling.checks $(ARGS)

.PHONY: format
format: $(VENV)/.installed-dev ## Bring Python, templates, scripts and styles into the house format
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format --quiet .
	@find templates -name '*.html' -exec $(VENV)/bin/djade {} +
	@$(VENV)/bin/biome format --write --log-level=warn static

.PHONY: bench
bench: $(VENV)/.installed-dev ## Measure, and write docs/benchmarks.md
	@$(PY) -m benchmarks $(ARGS)

.PHONY: bench-placements
bench-placements: $(VENV)/.installed-dev ## Measure how notes follow real editions (fetches archives)
	@$(PY) -m benchmarks.placements $(ARGS)

.PHONY: screenshots
screenshots: $(VENV)/.installed-dev ## Take the pictures in docs/ anew
	@$(PY) -m tests.tooling.chromium
	@$(PY) -m tests.tooling.screenshots $(ARGS)
