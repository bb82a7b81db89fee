# glasscat: `make demo`, `make test`, `make lint`, `make bench` and `make reliability` each set up what they need on a
# machine that has only Python 3.11+, pip, make and git; a second call finds it done and is quick.

PYTHON ?= python3
VENV := .venv
BENCH := .venv-bench
BIN := $(VENV)/bin
# The arrays of the tests are small: one thread of linear algebra and one file of tests a core, not threads that wait for
# each other.
PYTEST := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses=auto --dist=loadfile
TORCH := $(BIN)/python -c 'import torch' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --group oracle
PO := src/glasscat/locale/zh/LC_MESSAGES/glasscat.po
MO := $(PO:.po=.mo)

.PHONY: demo test oracle reliability lint format bench profile texts images clean
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
	$(BIN)/python -c 'import sys; from babel.messages import mofile, pofile; mofile.write_mo(open(sys.argv[2], "wb"), pofile.read_po(open(sys.argv[1], "rb")))' $< $@

# Train on the built-in drawings, then ask the trained neuron about six new ones.
demo: $(VENV)/.installed
	$(BIN)/glasscat train drawn-cats --learning-rate 0.001 --name demo --overwrite
	test -d runs/demo-pictures || $(BIN)/glasscat data draw runs/demo-pictures --number 6 --seed 7
	$(BIN)/glasscat predict runs/demo runs/demo-pictures/cat runs/demo-pictures/not-cat

test: $(VENV)/.test $(MO)
	$(PYTEST) $(PYTEST_ARGS)

# Compare with PyTorch, which `make test` does without: it skips these tests, saying so. Here a skipped one is an error.
oracle: $(VENV)/.test $(MO)
	$(TORCH)
	GLASSCAT_ORACLES_REQUIRED=1 $(PYTEST) tests/reference $(PYTEST_ARGS)

lint: $(VENV)/.lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Measure every promise at full length, into docs/reliability.md; or some: make reliability PROMISES="model_files errors"
reliability: $(VENV)/.test $(MO)
	$(if $(filter oracle,$(or $(PROMISES),oracle)),$(TORCH))
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 LANGUAGE=en $(BIN)/python -m reliability.ledger $(PROMISES)

# PyTorch, JAX and scikit-learn, which glasscat is timed against, are large: they have an environment of their own.
$(BENCH)/.installed: pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --editable . --group bench
	touch $@

# Every speed that is promised, side by side with others and with its floor; on a machine that does nothing else.
bench: $(BENCH)/.installed
	$(BENCH)/bin/python benchmarks/run.py $(JOBS)

# Where the direct loop spends its time; fails if anything but matrix products takes more than a tenth of it.
profile: $(BENCH)/.installed
	$(BENCH)/bin/python benchmarks/loop_profile.py

# Collect the messages of the code into the catalogue that translators edit, and compile it.
texts: $(VENV)/.test
	mkdir -p .cache
	PYTHONPATH=. $(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --no-default-keywords --keyword=_ --keyword=_n:1,2 --no-wrap --no-location --sort-by-file --output=.cache/glasscat.pot src
	$(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --input-file=.cache/glasscat.pot --output-file=$(PO) --locale=zh
	$(MAKE) $(MO)

# The pictures of README and docs, from the program's own output.
images: $(VENV)/.installed $(MO)
	$(BIN)/python docs/make_images.py

clean:
	rm -rf $(VENV) $(BENCH) .cache .mypy_cache .ruff_cache .pytest_cache
