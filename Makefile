# The two commands to know are `make demo` and `make test`. Any Python 3.11 to 3.13: PYTHON=/path/to/python3.12
# NSD_HOME=DIR keeps all data in DIR; NSD_SERVERS=system prefers the machine's PostgreSQL and Valkey or Redis.

PYTHON ?= python3
ARGS ?=
ROLE ?=
# Makes the environment where it must, then becomes its Python.
RUN = $(PYTHON) nsd/bootstrap.py
PYTEST = $(RUN) -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder

# Standard output belongs to the command that is run.
MAKEFLAGS += --no-print-directory
.PHONY: help setup demo code manage test test-all law check bench

help:
	@echo 'make demo                     the whole product with the 2016 caseload, from nothing; Ctrl-C ends it'
	@echo 'make code ROLE=jfit_manager   a one-time code to sign in to the demonstration with'
	@echo 'make manage ARGS="…"          a manage.py command on the demonstration'\''s database'
	@echo 'make test                     the tests, under ten minutes'
	@echo 'make test-all                 every test at full size'
	@echo 'make law                      the tests of the law alone, in seconds'
	@echo 'make check                    linters, types, the corridor, migrations'
	@echo 'make bench                    the benchmarks'
	@echo 'make setup                    the environment alone'

setup:
	@$(RUN)

demo:
	@$(RUN) -m nsd.demo up

code:
	@$(RUN) -m nsd.demo code $(ROLE)

manage:
	@$(RUN) -m nsd.demo manage $(ARGS)

test: export NSD_WHOLE_SUITE = 1
test:
	@$(PYTEST) -m "not full_size"

test-all: export NSD_WHOLE_SUITE = 1
test-all:
	@$(PYTEST)

law:
	@$(RUN) -m pytest tests/law

check: export NSD_MODE = demo
check:
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(RUN) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	@$(RUN) manage.py check
	@$(RUN) -m nsd.demo manage makemigrations --check --dry-run

bench:
	@$(RUN) -m bench $(ARGS)
