# crudgen's commands for people who work on it. `make serve` and `make test` need nothing but make and Python 3.11+.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
FUZZ ?= 2000
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help serve test test-quick test-% test-security fuzz-rights mutation lint format docs bench-scale builtin-revision wheel clean system-test

help:  ## show this list
	@grep -hE '^[a-z-]+%?:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z%-]+):.*## */  make \1\t/' | expand -t 24

# --- what the commands need -------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "crudgen needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(BIN)/python
	@echo "installing crudgen and what it needs into $(VENV)/ (a minute or so, once)"
	@$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@echo "installing crudgen and what its tests need into $(VENV)/ (a minute or two, once)"
	@$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.run

system-test:
	@.ci/install-system

# --- the two commands -------------------------------------------------------------------------------------------------

serve: $(VENV)/.run  ## serve the demo shop on http://127.0.0.1:8000 (PORT=8080 for another port)
	@$(BIN)/crudgen upgrade
	@$(BIN)/crudgen seed --once --rows customer=400 --rows supplier=24 --rows product=320
	@echo
	@echo "  the admin panel    http://127.0.0.1:$(PORT)/admin"
	@echo "  the API's page     http://127.0.0.1:$(PORT)/api/docs"
	@echo "  some products      http://127.0.0.1:$(PORT)/api/product?limit=5"
	@echo
	@echo "  To log in the first time, open the admin panel and enter the one-time code that the server prints below;"
	@echo "  you then choose your own name and password. There is no default password."
	@echo
	@$(BIN)/crudgen serve --port $(PORT)

test: $(VENV)/.dev system-test  ## run every test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

# --- parts and tools --------------------------------------------------------------------------------------------------

test-quick: $(VENV)/.dev  ## run the tests that take no browser and little time
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m 'not slow and not browser'

test-%: $(VENV)/.dev  ## run the tests of one folder, e.g. make test-schema
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup tests/$*

test-security: $(VENV)/.dev  ## try the security cases, in this process or on the server at CRUDGEN_URL (see tests/security/prepare.py)
	$(BIN)/python -m pytest tests/security

fuzz-rights: $(VENV)/.dev  ## play random worlds against the reference model of rights (FUZZ=2000 of them)
	CRUDGEN_FUZZ=$(FUZZ) $(BIN)/python -m pytest tests/security/test_model.py tests/security/test_model_writes.py -s --timeout 0

mutation: $(VENV)/.dev  ## change the rule compiler and the check in hundreds of ways, and see that tests/plan notice (some minutes)
	$(BIN)/pip install --quiet --disable-pip-version-check mutmut
	$(BIN)/python -m mutmut run --max-children $(WORKERS)

lint: $(VENV)/.dev  ## check style, types and import layers
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev  ## mend what ruff can mend by itself
	$(BIN)/ruff check --fix .

docs: $(VENV)/.dev  ## make docs/schema.md of its template and the registry of keys
	$(BIN)/python -m crudgen.schema.reference docs/schema.md.in > docs/schema.md

bench-scale: $(VENV)/.dev  ## measure 1,000 entities of 20 fields
	$(BIN)/python benchmarks/scale.py

builtin-revision: $(VENV)/.dev  ## write the next revision of the built-in entities (MESSAGE="what for")
	$(BIN)/python -m crudgen.migrate.builtin $(MESSAGE)

wheel: $(VENV)/.dev  ## build the wheel into dist/
	$(BIN)/python -m build --wheel

clean:  ## remove what was made here, but not data/
	rm -rf $(VENV) dist build mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find crudgen tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
