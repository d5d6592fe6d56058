# `make run` and `make test` need Python 3.11 or newer with venv, git and make; they fetch the rest themselves.
.DEFAULT_GOAL := help
.PHONY: help run demo test test-pure test-deep docs words stale bench pins clean
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q install
PIN := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
# What Python and the program keep between two starts (decision 012), also where the environment forbids it by default.
KEEP := $(BIN)/python -m compileall -q src && env -u PYTHONDONTWRITEBYTECODE $(BIN)/madoguchi check はい > /dev/null
SETS := test web desk search papers bench mart publication spark pictures
SOURCES := $(shell find src -type f -not -name '*.pyc' -not -name '*.so' -not -path '*.egg-info/*') setup.py
NATIVE := $(wildcard src/native/*) setup.py
DEMO := docs/tutorial/demo.txt
PORT ?= 8188
# The text as it was typed: a `$` in it is a `$`, and no shell reads it.
override TEXT := $(value TEXT)
export TEXT

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/.run ## opens the site on this machine; with TEXT="…", the answer to that text in the terminal
	@if [ -n "$$TEXT" ]; then $(BIN)/madoguchi check -- "$$TEXT"; else $(BIN)/madoguchi serve --port $(PORT); fi

demo: .venv/.run ## the answer to a story, in the terminal
	@echo "── $(DEMO) ──"; cat $(DEMO); echo "── madoguchi check --file $(DEMO) ──"; $(BIN)/madoguchi check --file $(DEMO)

# What is about SQLite's file alone needs no second run beside PostgreSQL.
OF_SQLITE := $(addprefix --ignore=tests/desk/test_,$(addsuffix .py,backup backup_troubles backup_meanwhile recovery_key failing_disk power_failure))

# What is killed again and again, on either database.
KILLED := $(patsubst %,tests/desk/test_%.py,rotation_crash search_crash crash)

# Beside PostgreSQL the commands over all centres have a database of their own: other tests put desks with other keys into theirs.
OF_ALL := tests/desk/test_keys_and_log.py tests/desk/test_to_mart.py

# One process holds one browser's driver, so tests/browser runs by itself.
test: .venv/.test .venv/.pictures .venv/.browser .venv/.postgres .venv/.fuse .venv/.java ## everything that must hold: style, types, directions, tests, corpus scores
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n auto --ignore=tests/browser
	$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -q $(OF_ALL)
	$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -q tests/desk $(OF_SQLITE) $(addprefix --ignore=,$(OF_ALL))
	$(BIN)/python -m pytest -q -n auto tests/browser
	$(BIN)/python tools/score_corpus.py

test-pure: .venv/.test .venv/.pictures .venv/.fuse .venv/.java ## the tests once more, without the native module
	MADOGUCHI_PURE=1 $(BIN)/python -m pytest -q -n auto --ignore=tests/browser

test-deep: .venv/.test .venv/.pictures .venv/.browser .venv/.postgres .venv/.fuse .venv/.java ## the long tests as well (minutes)
	MADOGUCHI_DEEP=1 $(BIN)/python -m pytest -q -n auto -m '' --ignore=tests/browser
	MADOGUCHI_DEEP=1 $(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -q $(KILLED)
	MADOGUCHI_DEEP=1 $(BIN)/python -m pytest -q -n auto -m '' tests/browser

docs: .venv/.test ## write docs/reference/ anew from code and knowledge
	$(BIN)/python tools/write_reference.py

words: .venv/.test ## learn the words and the clues of amounts anew from training/
	$(BIN)/python tools/learn_words.py
	$(BIN)/python tools/learn_english.py
	$(BIN)/python tools/learn_trouble.py
	$(BIN)/python tools/learn_messages.py
	$(BIN)/python tools/learn_safety.py
	$(BIN)/python tools/learn_amounts.py
	$(BIN)/python tools/learn_links.py
	$(BIN)/python tools/learn_solicitations.py
	$(BIN)/python tools/learn_codes.py

stale: .venv/.run ## what needs a new look
	$(BIN)/madoguchi knowledge stale

bench: .venv/.run .venv/.filters .venv/.bench .venv/.postgres ## speed, beside rspamd and SpamAssassin (installs both by apt), and the site under load
	$(BIN)/python benchmarks/start_up.py
	$(BIN)/python benchmarks/against_filters.py
	$(BIN)/python benchmarks/two_processes.py
	$(BIN)/python benchmarks/bulk_reading.py --spark
	$(BIN)/python benchmarks/site_load.py
	$(BIN)/python benchmarks/site_flood.py
	$(BIN)/python benchmarks/similar_cases.py
	$(BIN)/python benchmarks/dead_pc.py
	$(BIN)/python benchmarks/busy_desk.py
	$(BIN)/python benchmarks/busy_desk.py --waiting 2000
	$(BIN)/python benchmarks/busy_desk.py --postgres
	$(BIN)/python benchmarks/desk_cost.py
	$(BIN)/python benchmarks/watch_sends.py
	$(BIN)/python benchmarks/hijacked_lines.py
	$(BIN)/python benchmarks/ask_the_mart.py
	$(BIN)/python benchmarks/early_warning.py
	$(BIN)/python benchmarks/watch_stream.py

pins: .venv/bin/python ## resolve constraints/*.txt anew (decision 004)
	$(PIP) --require-hashes -r constraints/pins.txt
	$(PIN) --upgrade constraints/pins.in -o constraints/pins.txt
	$(PIN) --upgrade pyproject.toml constraints/build.in -o constraints/run.txt
	for set in $(SETS); do \
		$(PIN) --upgrade pyproject.toml constraints/build.in --extra $$set -o constraints/$$set.txt || exit 1; done

clean: ## remove what was installed and cached here
	rm -rf .venv build src/*.egg-info src/madoguchi/_native.*.so .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv was not found." \
		"Install it (Debian: apt-get install python3 python3-venv) or say where it is: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv

# A test environment serves `make run` too: it is editable, so nothing has to be installed again.
.venv/.run: .venv/bin/python .venv/.compiler constraints/desk.txt pyproject.toml $(SOURCES)
	@test -e .venv/.test || { echo "Setting up .venv …" >&2; \
		$(PIP) --require-hashes -r constraints/desk.txt && rm -rf build \
		&& $(PIP) --no-deps --no-build-isolation --force-reinstall .; }
	@$(KEEP)
	@touch $@

.venv/.test: .venv/bin/python .venv/.compiler constraints/test.txt pyproject.toml $(NATIVE)
	@echo "Setting up .venv for the tests …" >&2
	$(PIP) --require-hashes -r constraints/test.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.bench: .venv/bin/python constraints/bench.txt
	$(PIP) --require-hashes -r constraints/bench.txt
	@touch $@

# What builds the native module of reading (decision 015). Without it everything works too, several times slower.
CAN_BUILD := command -v cc >/dev/null && $(BIN)/python -c 'import os, sys, sysconfig; \
	sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))'
HEADERS = python$(shell $(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])')-dev
.venv/.compiler: .venv/bin/python
	@$(CAN_BUILD) || { \
		echo "Installing a C compiler …" >&2; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; export DEBIAN_FRONTEND=noninteractive; \
		$$sudo apt-get -qq update && $$sudo apt-get -qq install -y --no-install-recommends gcc libc6-dev $(HEADERS) >/dev/null; } \
		|| echo "There is no C compiler: reading goes on in Python alone, several times slower." >&2
	@touch $@

.venv/.filters: .venv/bin/python
	@command -v rspamd >/dev/null && command -v spamd >/dev/null || { \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; export DEBIAN_FRONTEND=noninteractive; \
		$$sudo apt-get -qq update && $$sudo apt-get -qq install -y --no-install-recommends rspamd spamassassin spamd >/dev/null; }
	@touch $@

# What reads pictures and papers, and the fonts that screenshots and papers are drawn with.
READERS := tesseract-ocr tesseract-ocr-jpn fonts-ipafont-gothic fonts-ipafont-mincho fonts-vlgothic \
	poppler-utils fonts-morisawa-bizud-gothic
.venv/.pictures: .venv/bin/python
	@dpkg-query -W -f '$${db:Status-Status}\n' $(READERS) 2>/dev/null | grep -cx installed | grep -qx $(words $(READERS)) || { \
		echo "Installing what reads pictures …" >&2; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; export DEBIAN_FRONTEND=noninteractive; \
		$$sudo apt-get -qq update && $$sudo apt-get -qq install -y --no-install-recommends $(READERS) >/dev/null; }
	@touch $@

# The desk's second database: its tests run once on SQLite and once beside a PostgreSQL of their own; its walk in the browser on both.
.venv/.postgres: .venv/bin/python
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
		echo "Installing PostgreSQL …" >&2; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; export DEBIAN_FRONTEND=noninteractive; \
		$$sudo apt-get -qq update && $$sudo apt-get -qq install -y --no-install-recommends postgresql >/dev/null; }
	@touch $@

# What mounts the disk whose power fails (tests/desk/failing_disk.py).
.venv/.fuse: .venv/bin/python
	@command -v fusermount3 >/dev/null || { \
		echo "Installing FUSE …" >&2; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; export DEBIAN_FRONTEND=noninteractive; \
		$$sudo apt-get -qq update && $$sudo apt-get -qq install -y --no-install-recommends fuse3 >/dev/null; }
	@touch $@

# What Spark runs on.
.venv/.java: .venv/bin/python
	@command -v java >/dev/null || { \
		echo "Installing Java …" >&2; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; export DEBIAN_FRONTEND=noninteractive; \
		$$sudo apt-get -qq update && $$sudo apt-get -qq install -y --no-install-recommends default-jre-headless >/dev/null; }
	@touch $@

# A browser that shows the site, the font its pictures are taken with, and what reads a printed page.
BROWSER := chromium fonts-morisawa-bizud-gothic poppler-utils
.venv/.browser: .venv/bin/python
	@dpkg-query -W -f '$${db:Status-Status}\n' $(BROWSER) 2>/dev/null | grep -cx installed | grep -qx $(words $(BROWSER)) || { \
		echo "Installing a browser …" >&2; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; export DEBIAN_FRONTEND=noninteractive; \
		$$sudo apt-get -qq update && $$sudo apt-get -qq install -y --no-install-recommends $(BROWSER) >/dev/null; }
	@touch $@
