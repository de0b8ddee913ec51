# Python >= 3.11 with venv and make are all a machine needs; each target installs what it lacks.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PY := .venv/bin/python
UV := .venv/bin/uv
# Some machines tell Python to forget what it has compiled. Each process then compiles some two thousand modules again,
# and the tests start a hundred processes.
export PYTHONDONTWRITEBYTECODE :=

# Tests of browsers and of the live line wait for much of their time: one more worker than cores leaves none idle.
WORKERS ?= $(shell expr $$(nproc) + 1)

.PHONY: run serve test suite check lint e2e bench realdata system lock clean

run: .venv/run ## the demo, with content, at http://127.0.0.1:5000
	@DEMO=1 exec $(PY) app.py

serve: .venv/run ## one process as in production, without demo content
	@DEMO=0 exec $(PY) app.py

check: .venv/dev lint ## the fast part, before a commit: under 90 seconds
	@scripts/install_system_packages postgresql
	$(PY) -m pytest -q -x -m 'not realdata' tests/rules tests/architecture tests/services tests/search

lint: .venv/dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/djlint --quiet --lint templates

test: .venv/dev system ## everything that .ci/run runs; types are checked while tests wait
	@$(MAKE) --no-print-directory --jobs=2 lint suite

suite: .venv/dev # the tests of `make test`, which installs what they need
	$(PY) -m pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations=20 --durations-min=0.5 -m 'not realdata' tests

e2e: .venv/dev system ## browser tests alone
	$(PY) -m pytest -q tests/e2e

bench: .venv/dev ## the benchmarks, as ratios to a reference in the same run; SECTIONS="pages casting" for some
	@scripts/install_system_packages postgresql
	@$(PY) -m bench $(SECTIONS)

realdata: .venv/dev ## checks on the real elections in ../shared/data, where present
	$(PY) -m pytest -q -m realdata tests

system: .venv/dev ## Chromium, PostgreSQL, Redis, Java from Debian packages, where missing
	@scripts/install_system_packages

lock: .venv/uv ## resolve the lock files anew
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group dev -o requirements-dev.lock

.venv/uv: requirements-uv.txt
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x .venv/bin/pip || python3 -m venv .venv
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@touch $@

.venv/run: requirements.lock .venv/uv
	@test -e .venv/dev && test .venv/dev -nt requirements-dev.lock || VIRTUAL_ENV=.venv $(UV) pip sync -q --require-hashes requirements.lock requirements-uv.txt
	@touch $@

.venv/dev: requirements-dev.lock .venv/uv
	@VIRTUAL_ENV=.venv $(UV) pip sync -q --require-hashes requirements-dev.lock requirements-uv.txt
	@touch .venv/run $@

clean:
	rm -rf .venv instance
