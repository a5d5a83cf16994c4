# From submissions to a book. `make` sets up and makes it; `make help` lists what else there is.
#
# Python packages go into .venv, the book into output/. The only things put outside this folder are the
# system packages that .ci/system-packages lists; what is missing is named before it is installed.

SHELL := /bin/sh
.DEFAULT_GOAL := all
.SUFFIXES:
# The steps hand the book to one another: -j would only mix them up.
.NOTPARALLEL:

# Any Python from 3.11 on will do; `make PYTHON=python3.12` chooses one.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)

VENV := .venv
PY := $(VENV)/bin/python
PIP := PIP_USER=0 $(PY) -I -m pip --disable-pip-version-check --no-input
ANTHOLOGY := $(VENV)/bin/anthology

# What `make bench` measures: numbers of articles, rounds, contenders; and the folder of the results.
BENCH = $(if $(SIZES),--sizes $(SIZES)) $(if $(RUNS),--runs $(RUNS)) $(if $(ONLY),--only $(ONLY)) \
	$(if $(RESULTS),--results "$(RESULTS)")
# ONLY=import measures imports and no builds, ONLY=... of anything else no imports.
BENCH_IMPORT = $(if $(SIZES),--sizes $(SIZES)) $(if $(RUNS),--runs $(RUNS)) $(if $(RESULTS),--results "$(RESULTS)")

# Homebrew's libraries are not where a Python from elsewhere looks for them.
ifeq ($(shell uname -s),Darwin)
LOADER := DYLD_FALLBACK_LIBRARY_PATH="$(shell brew --prefix 2>/dev/null)/lib:/usr/local/lib:/usr/lib"
PY := $(LOADER) $(PY)
ANTHOLOGY := $(LOADER) $(ANTHOLOGY)
endif


##@ The book

all: run-ready ## set up once, then make every output: the book, for press, cover, copier, and offprints
	$(ANTHOLOGY) import
	$(ANTHOLOGY) build
	$(ANTHOLOGY) check

import: run-ready ## read content/submissions into content/articles; an editor's changes stay
	$(ANTHOLOGY) import

build: run-ready ## make output/ from content/: what [output] of content/anthology.toml asks for
	$(ANTHOLOGY) build

watch: run-ready ## make book.pdf and book.epub, and again each time a source is saved
	$(ANTHOLOGY) watch

check: test-ready ## make the book and judge it strictly, with the outside validators
	$(ANTHOLOGY) build
	$(ANTHOLOGY) check --strict --outside


##@ The tool

# Commands that tests start load bytecode: to compile the package takes a second, each time.
test: test-ready ## run every test
	PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --durations 40

bench: bench-ready ## measure speed and memory, ours and others': SIZES="10 100" RUNS=3 ONLY=... RESULTS=...
	$(if $(filter import,$(ONLY)),,$(PY) -m tests.bench $(BENCH))
	$(if $(filter-out import,$(ONLY)),,$(PY) -m tests.bench import $(BENCH_IMPORT))

bench-safety: test-ready ## measure what is promised about safety, into docs/safety.json: ONLY="crash ..."
	$(PY) -m tests.safety $(ONLY)

sbom: test-ready ## write the bill of materials (CycloneDX) into dist/
	$(PY) -m tests.safety.sbom dist/anthology.cdx.json

fuzz: bench-ready ## look for inputs that break what reads and judges: SECONDS=60 ONLY="docx ..."
	$(PY) -m tests.fuzz $(or $(SECONDS),60) $(ONLY)

release-check: bench-ready ## test the tests: branches, mutants, and a minute of fuzzing each: ONLY="storage ..."
	$(PY) -m tests.safety.coverage $(ONLY)
	$(PY) -m tests.safety.mutation $(ONLY)
	$(if $(ONLY),,$(PY) -m tests.fuzz 60)

lint: test-ready ## find faults of style
	$(PY) -m ruff check
	$(PY) -m ruff format --check

format: test-ready ## lay out the code, mend what can be mended
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

types: test-ready ## check the types
	$(PY) -m mypy

lock: ## pin the packages again (needs uv); UPGRADE=1 takes the newest allowed
	$(call pin,requirements.lock)
	$(call pin,requirements-dev.lock,--extra dev --constraints requirements.lock)
	$(call pin,requirements-bench.lock,--extra dev --extra bench --constraints requirements-dev.lock)
	npm --prefix .ci/npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

clean: ## remove all that was made: output/ and the caches (.venv stays)
	rm -rf output .artefacts .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
	find anthology tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## say what each target does
	@awk -F ':.*## ' '/^##@/ { print "\n" substr($$0, 5) } /^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: all import build watch check test bench bench-safety fuzz release-check sbom lint format types lock clean help run-ready test-ready bench-ready FORCE


# Set-up. Each step leaves a file in .venv and runs again only if what it depends on is newer.

RUN_READY := $(VENV)/ready-to-run
TEST_READY := $(VENV)/ready-to-test
BENCH_READY := $(VENV)/ready-to-measure
NODE_READY := $(VENV)/npm/ready
PLACE := $(VENV)/place

run-ready: $(RUN_READY)
test-ready: $(TEST_READY)
bench-ready: $(BENCH_READY)

$(RUN_READY): requirements.lock pyproject.toml $(PLACE)
	@sh .ci/system-packages "$(PYTHON)" run
	$(call install,requirements.lock)
	@touch $@

# The second lock holds the first, so this is enough to run as well.
$(TEST_READY): requirements-dev.lock requirements.lock pyproject.toml .ci/system-packages $(NODE_READY) $(PLACE)
	@sh .ci/system-packages "$(PYTHON)" test
	$(call install,requirements-dev.lock)
	@touch $(RUN_READY) $@

# The programs of npm stand beside the packages of Python. Their scripts would fetch browsers: none is run.
$(NODE_READY): .ci/npm/package.json .ci/npm/package-lock.json $(PLACE)
	@sh .ci/system-packages "$(PYTHON)" test
	@echo "Installing the packages of .ci/npm/package-lock.json into $(VENV)/npm"
	@mkdir -p $(@D)
	@cp .ci/npm/package.json .ci/npm/package-lock.json $(@D)
	@npm --prefix $(@D) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# The third holds the other two, the tools that ours is measured against, and those that test the tests.
$(BENCH_READY): requirements-bench.lock requirements-dev.lock requirements.lock pyproject.toml $(NODE_READY) $(PLACE)
	@sh .ci/system-packages "$(PYTHON)" test
	$(call install,requirements-bench.lock)
	@touch $(RUN_READY) $(TEST_READY) $@

# An environment holds the path it was made at: in a folder that was moved, or without its Python, it is made anew.
STALE := $(shell [ ! -e $(PLACE) ] || { $(PY) -c '' 2>/dev/null && [ "$$(cat $(PLACE))" = "$$(pwd -P)" ]; } || echo stale)

$(PLACE): $(if $(STALE),FORCE)
	@sh .ci/system-packages "$(PYTHON)" run
	@echo "Making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(if $(STALE),--clear) $(VENV)
	@pwd -P > $@

define install
@echo "Installing the packages of $(1) into $(VENV)"
@$(PIP) install --quiet --require-hashes --only-binary :all: --requirement $(1)
@$(PIP) install --quiet --no-index --no-deps --no-build-isolation --editable .
endef

UV ?= uv
define pin
@command -v "$(UV)" >/dev/null || { echo "uv is needed to pin packages: pip install uv, or make lock UV=path/to/uv" >&2; exit 1; }
UV_CUSTOM_COMPILE_COMMAND="make lock" "$(UV)" pip compile pyproject.toml --group build $(2) --universal --python-version 3.11 \
	--generate-hashes $(if $(UPGRADE),--upgrade) --quiet --output-file $(1)
endef
