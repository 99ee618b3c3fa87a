# make run   set everything up and run the pipeline on data/raw
# make test  set everything up, check the code and run all tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: run test test-long test-cluster faults bench docs lock clean
run: $(VENV)/.run
	$(BIN)/sukien run

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

# The random sequences of deliveries, many of them.
test-long: $(VENV)/.dev
	SUKIEN_SEQUENCES=200 $(BIN)/python -m pytest tests/test_incremental.py

# Kills, full disks, damage: half an hour or more.
faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults --kills 100 --write benchmarks/results/faults

# The same runs on Dask, on Ray and over an object store.
test-cluster: $(VENV)/.cluster
	$(BIN)/python -m pytest -m cluster tests/cluster

bench: $(VENV)/.bench
	$(BIN)/python benchmarks/dedup.py
	$(BIN)/python benchmarks/extraction.py data/raw
	$(BIN)/python benchmarks/events.py

docs: run
	$(BIN)/python -m flows.docs

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sukien needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

# Byte code is compiled at install: without it Prefect alone imports in seconds.
$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib >/dev/null 2>&1 || true
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.dev
	$(PIP) install --no-deps --require-hashes -r requirements-bench.lock
	@touch $@

$(VENV)/.cluster: requirements-cluster.lock $(VENV)/.dev
	$(PIP) install --no-deps --require-hashes -r requirements-cluster.lock
	@touch $@

# Needs `uv`.
lock:
	$(COMPILE) requirements-build.in --upgrade -o requirements.lock
	$(COMPILE) requirements-build.in --group dev -c requirements.lock -o requirements-dev.lock
	$(COMPILE) requirements-build.in --group bench -c requirements-dev.lock -o requirements-bench.lock
	$(COMPILE) requirements-build.in --extra dask --extra ray --extra s3 --group cluster -c requirements-dev.lock -o requirements-cluster.lock

clean:
	rm -rf $(VENV) data/processed/* .pytest_cache .mypy_cache .ruff_cache .hypothesis
