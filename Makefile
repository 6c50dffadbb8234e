# Every target sets up what it needs; the only things required beforehand are Python >= 3.11 (PYTHON=…), make and the package registry.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
READY  := $(VENV)/.ready
PACKAGES := runtime sandbox $(wildcard generated/*) $(wildcard overlays/*)
VENDOR_OPTION := $(if $(VENDOR),--vendor $(VENDOR))

# Compiled modules go there, so that none is next to a source file, and each process need not compile them again.
export PYTHONPYCACHEPREFIX := $(CURDIR)/build/pycache
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test chaos check specs lint types generate api build record sandbox bench \
        docs-watch docs-accept docs-coverage spec-diff release-notes lock clean

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

chaos: $(READY) ## minutes of mixed load with everything going wrong at once
	@$(PY) -m pytest tests/chaos --long -s

check: specs lint types ## the fast part of `make test`: lint, types, specs, generated code and public names up to date
	@$(PY) -m scripts.public_api --check

specs: $(READY)
	@$(PY) -m scripts.check_specs
	@$(PY) -m scripts.docs_coverage --check
	@$(PY) -m scripts.generate --check

lint: $(READY)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(READY)
	@$(BIN)/mypy $(addsuffix /src,$(PACKAGES)) scripts tests examples benchmarks

generate: $(READY) ## specs -> generated packages and the sandbox's models [VENDOR=v]
	@$(PY) -m scripts.generate $(VENDOR_OPTION)

api: $(READY) ## the public names of every package, into docs/api/
	@$(PY) -m scripts.public_api

build: $(READY) ## wheels of every package into dist/, byte for byte reproducible
	@$(PY) -m scripts.build

record: $(READY) ## re-record the cassettes of origin `sandbox` [VENDOR=v], or from the vendor with LIVE=1
	@$(PY) -m scripts.record $(VENDOR_OPTION) $(if $(LIVE),--live)

sandbox: $(READY) ## run one sandbox and print how to connect: VENDOR=v [PORT=8801]
	@$(BIN)/erp-sandbox serve --vendor $(or $(VENDOR),all) --port $(or $(PORT),8801)

docs-watch: $(READY) ## the vendors' pages against what was read from them [VENDOR=v] [PAGES=dir]; 0 no drift, 1 drift, 2 unreadable
	@$(PY) -m scripts.docs_watch $(VENDOR_OPTION) $(if $(PAGES),--pages "$(PAGES)")

docs-accept: $(READY) ## take over what a page says now, after a look: VENDOR=v PAGE=id [FILE=copy]
	@$(PY) -m scripts.docs_accept --vendor "$(VENDOR)" --page "$(PAGE)" $(if $(FILE),--file "$(FILE)")

docs-coverage: $(READY) ## what the specs take from the pages, and what not [VENDOR=v]
	@$(PY) -m scripts.docs_coverage $(VENDOR_OPTION)

spec-diff: $(READY) ## what changed for users, and the versions it calls for [BASE=rev]
	@$(PY) -m scripts.spec_diff $(if $(BASE),--base "$(BASE)")

release-notes: $(READY) ## changelog fragments for what changed [BASE=rev]
	@$(PY) -m scripts.release_notes $(if $(BASE),--base "$(BASE)")

bench: $(READY) ## measurements against floors and peers [ONLY=imports,calls] [QUICK=1] [JSON=file]
	@$(PY) -m benchmarks $(if $(ONLY),--only "$(ONLY)") $(if $(QUICK),--quick) $(if $(JSON),--json "$(JSON)")

lock: $(READY) ## compile requirements-dev.lock again
	@$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install -qq uv
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.lock

clean: ## remove everything that was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
