# Everything a contributor does, one command each. `make` alone lists them.
#
# Only relative paths are used, so a checkout may lie in a folder whose name has spaces.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
INSTALLED := .venv/.simwright-installed
ARGS ?=
export TORCH_INDEX PYTHON VERBOSE

.PHONY: help
help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo '  ARGS="..."       more arguments for explore and test:  make explore ARGS="--attempts 20 --seed 3"'
	@echo '  TORCH_INDEX=URL  where install gets torch: the CPU build of PyTorch is on its own index (no GPU, small)'
	@echo '  PYTHON=PATH      the CPython 3.11 that install uses;  VERBOSE=1 shows all that pip says'

.PHONY: explore
explore: $(INSTALLED) ## Invent, prove and keep tasks (sets everything up first)
	@$(BIN)/simwright explore $(ARGS)

.PHONY: install
install: $(INSTALLED) ## Make .venv with everything in it; does nothing when it is complete

# The stamp is written last, so an install that was interrupted is taken up again by the next make.
$(INSTALLED): pyproject.toml constraints.txt
	@tools/install.sh
	@touch $@

.PHONY: test
test: $(INSTALLED) ## Run all tests, without network (sets everything up first)
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: lint
lint: $(INSTALLED) ## Check format, style, types, import arrows and house rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m pytest -q tests/test_house.py

.PHONY: fix
fix: $(INSTALLED) ## Repair what a tool can repair: format, import order, simple lint
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: lock
lock: $(INSTALLED) ## Write constraints.txt from what .venv holds
	@$(BIN)/python -m tools.lock

.PHONY: clean
clean: ## Remove caches and build products; .venv and your workspace stay
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
