# Nothing but Python 3.11 (or newer) and make is needed: each target sets up its own environment in .venv first.
#   make demo    parse the fixtures' reports into output/demo and show what came out
#   make test    every check: ruff, mypy, import-linter, pytest
#   make bench   speed and rows recovered, beside other tools
#   make clean   remove the environment and what the tools left

SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# A name on PATH may be a shim without an interpreter, or a Python without venv: the first that works is taken.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3 python; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$name && break; done)

.PHONY: demo test check bench clean

demo: $(VENV)/.installed
	@$(BIN)/reportparse parse fixtures/reports/*.pdf -o output/demo --peek 3

test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@.ci/browser
	$(BIN)/python -m pytest -n 2 -q

bench: $(VENV)/.installed-bench
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Stamps: an environment is made once and again only when pyproject.toml changes.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "reportparse needs Python 3.11 or newer, with venv (Debian: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(PIP) install -qq --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(PIP) install -qq --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	$(PIP) install -qq tablers
	@touch $@
