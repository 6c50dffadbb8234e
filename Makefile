# Every target sets up what it needs; the only things required beforehand are Python >= 3.11 (PYTHON=…), make and the package registry.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
READY  := $(VENV)/.ready
VENDORS  := $(notdir $(patsubst %/,%,$(wildcard specs/*/)))
PACKAGES := runtime sandbox $(wildcard generated/*) $(wildcard overlays/*)
VENDOR_OPTION := $(if $(VENDOR),--vendor $(VENDOR))

export PYTHONDONTWRITEBYTECODE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types generate build record sandbox bench lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements-dev.lock $(addsuffix /pyproject.toml,$(PACKAGES))
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(None if v >= (3, 11) else f"Python 3.11 or newer is needed, $(PYTHON) is {v[0]}.{v[1]}: run make PYTHON=python3.11 …")'
	@echo "setting up $(VENV) (once; a minute or two)"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -qq --require-hashes --only-binary :all: -r requirements-dev.lock
	@$(PY) -m pip install -qq --no-build-isolation --no-deps $(addprefix -e ./,$(PACKAGES))
	@touch $@

demo: $(READY) ## the main job: generate, build, install into a fresh environment, run an integration against the sandbox
	@$(PY) -m scripts.demo

test: check ## everything that must hold
	@$(PY) -m pytest -n auto --dist loadfile

check: $(READY) lint types ## the fast part of `make test`: lint, types, specs, generated code up to date
	@$(PY) -m scripts.check_specs
	@$(PY) -m scripts.generate --check

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(READY)
	@$(BIN)/mypy $(addsuffix /src,$(PACKAGES)) scripts tests examples benchmarks

generate: $(READY) ## specs -> generated packages and the sandbox's models [VENDOR=v]
	@$(PY) -m scripts.generate $(VENDOR_OPTION)

build: $(READY) ## wheels of every package into dist/, byte for byte reproducible
	@$(PY) -m scripts.build

record: $(READY) ## re-record the cassettes of origin `sandbox` [VENDOR=v], or from the vendor with LIVE=1
	@$(PY) -m scripts.record $(VENDOR_OPTION) $(if $(LIVE),--live)

sandbox: $(READY) ## run one sandbox and print how to connect: VENDOR=v [PORT=8801]
	@$(BIN)/erp-sandbox serve --vendor $(or $(VENDOR),all) --port $(or $(PORT),8801)

bench: $(READY) ## measurements against peers and floors
	@$(PY) -m benchmarks

lock: $(READY) ## compile requirements-dev.lock again
	@$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install -qq uv
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.lock

clean: ## remove everything that was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
