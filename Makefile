# `make run` and `make test` are all one needs; `make help` lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export UV_PYTHON_DOWNLOADS := never
# Python keeps what it has compiled: told not to, each process of the site would compile Django anew, at every start.
unexport PYTHONDONTWRITEBYTECODE
# What every command imports is compiled once, at installation: else each start pays for it where caches cannot be kept.
IMPORTED := $(VENV)/lib/python3*/site-packages/{pydantic,pydantic_core,typer,yaml,rich,numpy,typing_inspection,typing_extensions.py}
# The catalogue of the source, written after all others, and the sentences that it is made of.
CATALOGUES := src/mitoyen/locale/fr/LC_MESSAGES/django.mo
SENTENCES := $(shell find src/mitoyen \( -name static -o -name __pycache__ \) -prune -o -type f ! -name '*.mo' -print)

.DEFAULT_GOAL := help

.PHONY: help run test test-fast check fix bench wheel lock clean

help:            ## This list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 14

run: $(VENV)/runtime assets   ## Set everything up, load the demonstration, serve the site
	@$(PY) -m mitoyen demo

test: $(VENV)/development assets   ## Set everything up and run every test
	@$(PY) tests/chromium.py
	@$(PY) -m pytest -n 2 --dist loadgroup -q

test-fast: $(VENV)/development assets   ## The tests without browser, races and slow cases
	@$(PY) -m pytest -n 2 -q -m "not browser and not races and not slow"

check: $(VENV)/development   ## Everything a machine can judge without running the product
	@$(VENV)/bin/ruff format --check --quiet .
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/mypy
	@$(VENV)/bin/djlint --lint --quiet src
	@$(PY) tools/catalogues.py --check

fix: $(VENV)/development   ## Format, and mend what can be mended by itself
	@$(VENV)/bin/ruff format --quiet .
	@$(VENV)/bin/ruff check --quiet --fix .

bench: $(VENV)/development   ## Benchmarks: ratios in one run, results in benchmarks/results
	@status=0; for file in benchmarks/bench_*.py; do echo "== $$file"; $(PY) $$file || status=1; done; exit $$status

wheel: $(VENV)/runtime   ## A wheel that carries the built pages
	@$(VENV)/bin/uv build --quiet --wheel --out-dir dist

lock:            ## Resolve the dependencies anew
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml --group local -o requirements.txt
	@$(VENV)/bin/uv pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml --group local --group data --group dev -o requirements-dev.txt

clean:           ## Forget what was built (the data folder .var stays)
	@rm -rf $(VENV) dist src/mitoyen/ui/static/dist frontend/node_modules

.PHONY: assets
assets: $(VENV)/runtime $(CATALOGUES)
	@$(PY) frontend/build.py

$(CATALOGUES): $(SENTENCES) tools/catalogues.py | $(VENV)/runtime
	@$(PY) tools/catalogues.py

$(VENV)/bin/uv:
	@$(PYTHON) tools/prerequisites.py
	@echo "Setting up Python packages in $(VENV)…"
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.txt

$(VENV)/runtime: requirements.txt | $(VENV)/bin/uv
	@VIRTUAL_ENV=$(VENV) $(VENV)/bin/uv pip install --quiet --require-hashes -r requirements.txt
	@VIRTUAL_ENV=$(VENV) $(VENV)/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@$(PY) -m compileall -q -j 0 -x '/tests/' src/mitoyen $(IMPORTED)
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	@VIRTUAL_ENV=$(VENV) $(VENV)/bin/uv pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
