# Two commands do everything on a machine that has only Python 3.11 and make:
#   make run    serves the matrix        make test    runs every test
# `make` alone lists the rest. Nothing is installed outside this folder.

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 1
SOAK_SECONDS ?= 60
export HOST

# uv from the PATH, else this version of it in .uv/.
UV_VERSION := 0.13.9
UV := $(shell command -v uv)
ifeq ($(UV),)
UV := .uv/bin/uv
endif
PYTHON := $(shell command -v python3.11 || command -v python3 || command -v python)

# The machine's own Python, never a downloaded one; .venv, whatever other environment is active.
export UV_PYTHON_DOWNLOADS := never
export VIRTUAL_ENV := $(CURDIR)/.venv
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run dev test test-fast check check-scripts format soak bench screenshots static lock clean
# A stamp must not outlive the recipe that failed to earn it.
.DELETE_ON_ERROR:

help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- Environment ---------------------------------------------------------------------------------------------------

# Debian's Python has venv only with python3-venv; pip alone does as well.
.uv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none is on the PATH." >&2; exit 1; }
	@echo "uv is not on this machine: installing uv $(UV_VERSION) into .uv"
	@rm -rf .uv
	@if "$(PYTHON)" -m venv .uv 2>/dev/null; \
	then .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"; \
	else rm -rf .uv && "$(PYTHON)" -m pip install --quiet --disable-pip-version-check --target .uv "uv==$(UV_VERSION)"; \
	fi || { rm -rf .uv; echo "uv can't be installed: this Python has neither venv nor pip (Debian: python3-venv)." >&2; exit 1; }

.venv/bin/python: | $(filter .uv/bin/uv,$(UV))
	@"$(PYTHON)" -c 'import sys; sys.exit("Python 3.11 or newer is needed." if sys.version_info < (3, 11) else 0)'
	@$(UV) venv --quiet --allow-existing --python "$(PYTHON)" .venv

.venv/.runtime: requirements.lock | .venv/bin/python
	@echo "Installing what the server needs into .venv"
	@$(UV) pip install --quiet --require-hashes -r requirements.lock
	@touch $@

# sync, not install: a check must not pass by a package that no lock names.
.venv/.dev: requirements-dev.lock | .venv/bin/python
	@echo "Installing what server and tests need into .venv"
	@$(UV) pip sync --quiet --require-hashes requirements-dev.lock
	@touch $@ .venv/.runtime

lock: | $(filter .uv/bin/uv,$(UV)) ## choose newest versions anew and write both lock files
	@for lock in "requirements.lock" "requirements-dev.lock --extra dev"; do \
	  $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --custom-compile-command "make lock" pyproject.toml --output-file $$lock || exit 1; \
	done

# --- Serving -------------------------------------------------------------------------------------------------------

static: staticfiles/staticfiles.json ## collect and compress the static files, where any changed
staticfiles/staticfiles.json: .venv/.runtime $(shell find static -mindepth 1 2>/dev/null)
	@echo "Collecting static files"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

run: .venv/.runtime staticfiles/staticfiles.json ## serve on HOST and PORT (127.0.0.1, 8000) with WORKERS (1)
	@$(BIN)/python -c 'import socket, sys; host, port = sys.argv[1:]; \
	  family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]; \
	  socket.create_server(address[:2], family=family).close()' "$(HOST)" "$(PORT)" 2>/dev/null \
	  || { echo "HOST and PORT: can't listen on $(HOST), port $(PORT). Another port: PORT=8001 make run" >&2; exit 1; }
	@$(MANAGE) prepare
	@echo "Serving on http://$(if $(findstring :,$(HOST)),[$(HOST)],$(HOST)):$(PORT)/"
	@echo "Editors work in /admin/; make an account with: $(if $(filter .uv/%,$(UV)),$(UV),uv) run manage.py createsuperuser"
	@exec $(BIN)/python -m matrix.server.serve "$(HOST)" "$(PORT)" "$(WORKERS)"

dev: .venv/.dev ## serve with DEBUG, anew after each change of a file
	@$(MANAGE) prepare
	@DEBUG=on $(MANAGE) runserver "$(HOST):$(PORT)"

# --- Checking ------------------------------------------------------------------------------------------------------

# T=tests/decision, or any of pytest's words, runs a part; under CI the whole run tells what it covered. A database run
# again on PostgreSQL: what SQLite forgives (types, constraints, locks), PostgreSQL does not.
PARALLEL := -n 2 --dist worksteal
PURE := tests/domain tests/decision tests/upstream tests/presentation tests/editing
test: .venv/.dev ## run all tests, or T=path; again on PostgreSQL where TEST_POSTGRES_URL names a server
ifdef T
	@$(BIN)/python -m pytest $(T)
else
	@$(BIN)/python -m pytest $(PARALLEL) $(if $(CI),--cov=matrix --cov-report=)
	@$(if $(CI),echo "Covered: $$($(BIN)/coverage report --format=total)% of the lines")
	@if [ -n "$$TEST_POSTGRES_URL" ]; \
	then echo "Once more on PostgreSQL: the tests that use the database"; \
	  DATABASE_URL="$$TEST_POSTGRES_URL" $(BIN)/python -m pytest $(PARALLEL) --database-only; \
	else echo "Skipped on PostgreSQL: TEST_POSTGRES_URL is not set."; \
	fi
endif

test-fast: .venv/.dev ## run the tests of the pure rooms, without the long laws
	@$(BIN)/python -m pytest -q $(PARALLEL) -m "not soak and not law" $(PURE)

check: .venv/.dev ## lint, formats, types, Django's own checks; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	find templates/django -name '*.html' -print0 | xargs -0r $(BIN)/djade --check
	$(BIN)/djlint --lint --quiet templates/jinja2
	@find templates -name '*.html' -print0 | xargs -0r awk 'length > 120 || FNR > 120 \
	  {print FILENAME ":" FNR ": past 120 characters or lines"; bad = 1} END {exit bad}'
	@$(MAKE) --no-print-directory check-scripts
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	TLS=on DEBUG=off $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run

# The scripts are served without their comments, else as they stand, and no server needs Node: it only checks them. Under CI a lack of it is a failure.
NODE := $(and $(shell command -v node),$(shell command -v npm))
node_modules: package-lock.json
	@echo "Installing what checks the scripts into node_modules"
	@npm ci --no-audit --no-fund --loglevel error
	@touch $@

check-scripts: $(if $(NODE),node_modules) # part of check
ifneq ($(NODE),)
	node_modules/.bin/biome check
	node_modules/.bin/tsc
	@awk 'FNR > 300 {print FILENAME ": past 300 lines"; bad = 1; nextfile} END {exit bad}' static/*.js
else
	@echo "The scripts are not checked: Node is not on this machine (Debian: nodejs npm)."$(if $(CI), >&2; exit 1)
endif

format: .venv/.dev $(if $(NODE),node_modules) ## put Python, templates and scripts into their format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates/django -name '*.html' -print0 | xargs -0r $(BIN)/djade
	$(if $(NODE),node_modules/.bin/biome check --write)

soak: .venv/.dev ## load the server for SOAK_SECONDS (60)
	@SOAK_SECONDS="$(SOAK_SECONDS)" $(BIN)/python -m pytest -m soak --timeout 0

bench: .venv/.dev staticfiles/staticfiles.json ## measure beside Datasette, plain pages and nginx, into docs/performance.md
	@UV="$(UV)" $(BIN)/python -m tests.measures.bench

screenshots: .venv/.dev ## take the README's pictures anew
	@$(BIN)/python -m tests.measures.screenshots

clean: ## remove what make made; the database and the secret key stay
	rm -rf .venv .uv .bench node_modules staticfiles .coverage .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
