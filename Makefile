# Sổ Chất lượng. `make help` lists what there is; every target sets up what it needs inside .venv.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/
ARGS ?=

.PHONY: help setup demo test lint bench soak mutants plan clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

# uv lives inside the environment, never system-wide; the stamp makes a second run cost nothing.
$(VENV)/.ready: pyproject.toml uv.lock
	@test -x $(RUN)python || $(PYTHON) -m venv $(VENV)
	@$(RUN)python -m pip install --quiet --disable-pip-version-check uv
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(RUN)uv sync --quiet --frozen --active
	@touch $@

setup: $(VENV)/.ready ## the environment alone

demo: $(VENV)/.ready ## a made-up department lives through a year (ARGS="--exit --dir DIR --seed N")
	@$(RUN)qms demo $(ARGS)

test: $(VENV)/.ready ## the whole suite (ARGS goes to pytest)
	@$(RUN)python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(VENV)/.ready ## ruff and mypy --strict
	@$(RUN)ruff check .
	@$(RUN)ruff format --check .
	@$(RUN)mypy

bench: $(VENV)/.ready ## the tables of docs/benchmarks.md, measured here
	@$(RUN)python -m benchmarks $(ARGS)

soak: $(VENV)/.ready ## long runs: three seeds against the oracle, a year of kills
	@$(RUN)python -m pytest -m soak -n 0 --timeout=3600 $(ARGS)

mutants: $(VENV)/.ready ## plant 300 small faults one by one; the unit tests must see 85 % (ARGS="--seed N")
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(RUN)uv sync --quiet --frozen --active --group mutation
	@$(RUN)python -m tests.mutation $(ARGS)

plan: $(VENV)/.ready ## each test of docs/plan.md, and that it fails once its mechanism is off
	@$(RUN)python -m tests.plan $(ARGS)

clean: ## remove the environment
	@rm -rf $(VENV)
