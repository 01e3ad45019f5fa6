# Everything lives in .venv; nothing outside this folder is touched (except a browser and a Chinese
# font, which `make test` installs where the machine has none and lets us).
# Works with GNU make 3.81 and later.

ARGS ?=
WORKERS ?= 2
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --quiet
RECORDS := data/derived
EXTRACT := $(PY) -m geodata extract data/corpus -o $(RECORDS) --metadata data/corpus/sources.csv --if-stale
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python

.DEFAULT_GOAL := help
.PHONY: help run extract test bench check boundaries pictures clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s%s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: extract ## Set up, read the sample corpus where needed, open the dashboard (ARGS: options of `geodata serve`)
	@$(PY) -m geodata serve $(ARGS)

extract: $(VENV)/installed-run ## Make the records of the sample corpus, if missing or stale
	@$(EXTRACT) || test $$? -eq 3

test: $(VENV)/installed-dev ## Set up, find or install a browser, run every test (ARGS: options of pytest; WORKERS: how many at once)
	@$(PY) -m tests.browser.chromium
	@$(PY) -m tests.browser.relay
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

check: $(VENV)/installed-dev ## Lint, formatting, types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

bench: $(VENV)/installed-bench ## Measure speed against its targets and peers (ARGS: options of bench)
	@$(PY) -m tests.browser.chromium
	@$(PY) -m bench $(ARGS)

boundaries: $(VENV)/installed-dev ## Rebuild data/boundaries from its source
	@$(PY) -m geodata boundaries build $(ARGS)

pictures: $(VENV)/installed-dev ## Take the documentation's pictures of the page anew (ARGS: names of some)
	@$(PY) -m tests.browser.pictures $(ARGS)

clean: ## Remove the environment, derived records and caches
	@rm -rf $(VENV) $(RECORDS) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: a later start with the same requirements asks the package index nothing.
$(VENV)/installed-run: requirements.txt pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing what the program needs (the first time takes a few minutes) ..." >&2
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed-run
	@echo "Installing what the tests need ..." >&2
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/installed-bench: requirements-bench.txt $(VENV)/installed-dev
	@echo "Installing what the benchmarks need ..." >&2
	@$(PIP) -r requirements-bench.txt
	@touch $@

# Never older than the stamps: pyvenv.cfg is written once, when the environment is made.
$(VENV)/pyvenv.cfg:
	@found=; for python in $(PYTHON) $(PYTHONS); do \
	  if $$python -c "$(NEW_ENOUGH)" 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11 or later is needed, and $$(python3 --version 2>/dev/null || echo 'no Python') was found. Install it, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; \
	  exit 2; \
	fi; \
	if ! $$found -c "import ensurepip, venv" 2>/dev/null; then \
	  echo "$$found cannot make environments: its venv module is missing. On Debian or Ubuntu: apt-get install python3-venv" >&2; \
	  exit 2; \
	fi; \
	$$found -m venv $(VENV) || { rm -rf $(VENV); exit 2; }
