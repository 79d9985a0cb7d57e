# Everything starts here: `make help`. Nothing is installed outside .venv.

VENV := .venv
PY := $(VENV)/bin/python
# What .ci/venv put there builds: an environment for building alone would be set up each time.
PIP := $(PY) -m pip --disable-pip-version-check -qq install --no-build-isolation --constraint constraints.txt
# Where a recipe itself names $(MAKE), even `make -n` runs it.
BEHIND := nice -n 19 $(MAKE) --no-print-directory --silent
ARGS ?=

# The charts' packages are large (350 MB): they are installed in CI, or where no test may be skipped.
ifneq ($(CI)$(SREHUB_REQUIRE_REAL),)
TEST_EXTRAS := test,charts
else
TEST_EXTRAS := test
endif

.DEFAULT_GOAL := help
.PHONY: help run pictures test check layout lint types arrows format chaos bench screenshots web web-check clean
.DELETE_ON_ERROR:

help:  ## show what there is to make
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(VENV)/.has-run  ## set up and start: for Slack with its tokens (environment or .env), else the playground
	@$(BEHIND) pictures & exec $(PY) -m playground $(ARGS)

pictures: $(VENV)/.has-pictures  ## set up what draws charts as pictures; the first start does so behind the page

test: $(VENV)/.has-$(TEST_EXTRAS)  ## set up and run the tests; ARGS="-k cache" picks some
	@$(PY) -m pytest $(ARGS)

check: $(VENV)/.has-$(TEST_EXTRAS)  ## all of the next four, as in CI; each goes on where another fails
	@$(MAKE) --no-print-directory --keep-going layout lint types arrows

layout: $(VENV)/.has-$(TEST_EXTRAS)  ## the source is in its format (ruff)
	@$(VENV)/bin/ruff format --check .

lint: $(VENV)/.has-$(TEST_EXTRAS)  ## no slips in it (ruff)
	@$(VENV)/bin/ruff check .

types: $(VENV)/.has-$(TEST_EXTRAS)  ## the types fit (mypy, strict)
	@$(VENV)/bin/mypy

arrows: $(VENV)/.has-$(TEST_EXTRAS)  ## packages use only those below them (import-linter)
	@$(VENV)/bin/lint-imports

format: $(VENV)/.has-$(TEST_EXTRAS)  ## put the source into its format
	@$(VENV)/bin/ruff check --quiet --fix-only .
	@$(VENV)/bin/ruff format .

chaos: $(VENV)/.has-$(TEST_EXTRAS)  ## 500 alert groups flap 120 times, 300 digests are due, while bots, Redis and Alertmanager are killed
	@SREHUB_CHAOS_GROUPS=500 SREHUB_CHAOS_DEEDS=120 SREHUB_CHAOS_DIGESTS=300 $(PY) -m pytest -m chaos $(ARGS)

bench: $(VENV)/.has-bench $(VENV)/.has-pictures  ## measure, and write benchmarks/RESULTS.md
	@$(PY) -m benchmarks $(ARGS)

screenshots: $(VENV)/.has-test  ## take the README's pictures again (needs Chromium)
	@$(PY) docs/screenshots.py

web: $(VENV)/.has-web  ## build the playground's page from playground/web (brings its own Node)
	@sh .ci/web $(VENV) playground/slack/page

web-check: $(VENV)/.has-web  ## the page in the tree is what playground/web builds
	@sh .ci/web $(VENV)

clean:  ## remove .venv and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist *.egg-info playground/web/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp for each set of packages: a second `make run` starts at once, a changed pyproject.toml or constraints.txt installs again.
$(VENV)/.has-pip: .ci/venv constraints.txt
	@sh .ci/venv $(VENV)
	@touch $@

# Nobody waits for what the page can do without: Python compiles what it imports, and the bot draws once it finds what draws.
$(VENV)/.has-run: pyproject.toml constraints.txt | $(VENV)/.has-pip
	@echo "installing SREHub into $(VENV) (once) …"
	@$(PIP) --no-compile --editable .
	@touch $@

# SREHub runs meanwhile: it stays as it is, and what its extra adds is put beside it.
$(VENV)/.has-pictures: pyproject.toml constraints.txt | $(VENV)/.has-run
	@$(PIP) 'srehub[pictures]' || { echo "Charts are not drawn as pictures until this works:  make pictures" >&2; false; }
	@touch $@

$(VENV)/.has-%: pyproject.toml constraints.txt | $(VENV)/.has-pip
	@echo "installing SREHub and what its $* needs into $(VENV) (once) …"
	@$(PIP) --editable '.[$*]'
	@touch $@ $(VENV)/.has-run
