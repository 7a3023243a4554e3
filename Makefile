# Two commands on a fresh machine: `make demo` and `make test`. Each makes its own environment in .venv first.
# Needs Python 3.11 or later with its venv module, and make. Nothing is installed outside this folder.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Made again when what we depend on changes.
RUNNING := $(VENV)/.running
TESTING := $(VENV)/.testing
BENCHING := $(VENV)/.benching
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check tests test-slow test-bluez bench scoreboard pictures physiology format clean

demo: $(RUNNING)
	@$(BIN)/breathline demo $(SCENARIO)

test: check tests

check: $(TESTING)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

tests: $(TESTING)
	$(BIN)/python -m pytest -n auto --cov --cov-report=term-missing

# Whole proofs and long runs; without a slow test yet, pytest's "nothing collected" is no failure.
test-slow: $(TESTING)
	$(BIN)/python -m pytest -n auto -m slow --timeout 1200 || test $$? -eq 5

test-bluez: $(TESTING)
	@tests/bluez/run.sh $(SUITE)

bench: $(TESTING)
	@for one in benchmarks/*.py; do echo "== $$one"; $(BIN)/python $$one || exit 1; done

# Ways of steadying SpO2 side by side: measures, writes the tables in docs/signal.md and draws its pictures (minutes).
scoreboard: $(BENCHING)
	$(BIN)/python benchmarks/scoreboard.py --write

pictures: $(TESTING)
	$(BIN)/python docs/make_pictures.py docs/pictures

# The virtual person beside the FDA's own runs: pictures and tables of docs/physiology.md (minutes).
physiology: $(BENCHING)
	PYTHONPATH=benchmarks $(BIN)/python -m docs.make_physiology

format: $(TESTING)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* .import_linter_cache

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Breathline needs Python 3.11 or later; '$(PYTHON)' is older. Try: make PYTHON=python3.11 demo" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing. Install it with: sudo apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUNNING): $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Preparing .venv (once) ..."
	@$(PIP) --editable .
	@touch $@

$(TESTING): $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Preparing .venv for tests (once) ..."
	@$(PIP) --editable ".[test,review]"
	@$(PIP) --no-deps pycanon==1.3.6
	@touch $@ $(RUNNING)

$(BENCHING): $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Preparing .venv for the scoreboard (once) ..."
	@$(PIP) --editable ".[test,review,bench]"
	@touch $@ $(TESTING) $(RUNNING)
