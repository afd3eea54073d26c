# The portal's commands. `make` lists them; the logic is in vkpp/local/.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
TESTS ?= tests
export PYTHONUNBUFFERED := 1
# Compiled modules are kept, also where the machine is told not to: every process starts a second sooner.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help ready run dev test unit browser check fix bench faults load attack docs audit lock stop clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

ready:  ## make the environment and build styles and scripts, nothing else
	@$(PYTHON) vkpp/local/bootstrap.py

run: ready  ## start the portal with demo data; PORT= chooses the port, Ctrl-C stops it
	@exec $(PY) -m vkpp.local.run

dev: ready  ## like run, with debug pages, and restarting when a file changes
	@exec $(PY) -m vkpp.local.run --dev

test: ready  ## all tests, browser tests included
	@$(PY) -m vkpp.local.browser
	@$(PY) -m vkpp.local.tests

unit: ready  ## all tests but those in a browser
	@$(PY) -m vkpp.local.tests --unit

browser: ready  ## the tests in a browser
	@$(PY) -m vkpp.local.browser
	@$(PY) -m vkpp.local.tests --browser

check: ready  ## style, types, order of the apps, migrations, production settings, stale API schema
	@$(PY) -m vkpp.local.quality

fix: ready  ## put right what can be put right by machine: style and format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: ready  ## measure pages, API and workers, ending in one table; PART=bank, nvap, reviews, insight, weight, start: that part; table: print it again
	@PART="$(PART)" $(PY) -m tests.performance.bench

faults: ready  ## break parts of a portal while people write; SCHEDULES=300 of them, SEED= repeats a run, then the broker away for BROKER=2 minutes
	@$(PY) -m tests.processes.faults --schedules $(or $(SCHEDULES),300) $(if $(SEED),--seed $(SEED)) --broker-away $(or $(BROKER),2)

load: ready  ## 880 people of 44 forces on the last day of a round, for MINUTES=10
	@$(PY) -m tests.performance.load_people

attack: ready  ## every page, form, id and file of one force as everybody of another; hostile files and texts through every way in
	@HOSTILE=all LOCAL_FAST=true $(PY) -m pytest -v -n 2 --dist loadfile --timeout 7200 tests/security/attacker tests/security/hostile

docs: ready  ## write again the pages of docs/ that are made from code
	@$(PY) manage.py write_docs
	@$(PY) manage.py spectacular --validate --file docs/openapi.yaml

audit: ready  ## ask the public databases for known weaknesses of every pinned package; needs the internet
	@$(PY) -m vkpp.local.audit

lock: ready  ## compile requirements*.in to pinned requirements*.txt with hashes
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt

stop:  ## stop the portal and its servers, if they still run
	@$(PY) -m vkpp.local stop

clean: stop  ## remove what was made (environment, builds); the data in .local/ stays
	@rm -rf .venv node_modules static/built staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
