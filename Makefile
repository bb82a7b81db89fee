# glasscat: `make demo`, `make test`, `make lint` and `make bench` each set up what they need on a machine that has
# only Python 3.11+, pip, make and git; a second call finds it done and is quick.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := src/glasscat/locale/zh/LC_MESSAGES/glasscat.po
MO := $(PO:.po=.mo)

.PHONY: demo test oracle lint format bench texts clean
.DEFAULT_GOAL := demo

$(VENV)/.installed: pyproject.toml hatch_build.py
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("glasscat needs Python 3.11 or newer; found " + sys.version.split()[0] + " (choose another with: make PYTHON=python3.12)")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	touch $@

$(VENV)/.lint: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group lint --group test
	touch $@

$(MO): $(PO) $(VENV)/.test
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Train on the built-in drawings, then ask the trained neuron about six new ones.
demo: $(VENV)/.installed
	$(BIN)/glasscat train drawn-cats --learning-rate 0.001 --name demo --overwrite
	test -d runs/demo-pictures || $(BIN)/glasscat data draw runs/demo-pictures --number 6 --seed 7
	$(BIN)/glasscat predict runs/demo runs/demo-pictures/cat runs/demo-pictures/not-cat

test: $(VENV)/.test $(MO)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# PyTorch, the oracle of tests/reference; without it those tests are skipped.
oracle: $(VENV)/.test
	$(BIN)/python -c 'import torch' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'torch==2.13.0'

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.test $(MO)
	$(BIN)/python benchmarks/run.py

# Collect the messages of the code into the catalogue that translators edit.
texts: $(VENV)/.test
	$(BIN)/pybabel extract --no-wrap --sort-by-file --no-location --keyword=_ --keyword=_n:1,2 --output=.cache/glasscat.pot src
	$(BIN)/pybabel update --no-wrap --no-fuzzy-matching --ignore-obsolete --domain=glasscat --input-file=.cache/glasscat.pot --output-file=$(PO) --locale=zh
	$(MAKE) $(MO)

clean:
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache
