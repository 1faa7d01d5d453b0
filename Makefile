# Every command that people and CI run. `make` alone lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench bench-placement trial test-hostile messages lock clean

PYTHON ?= python3
BIN := .venv/bin
OUR_PYTHON := teriya config tests bench manage.py
LOCK := uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: .venv/installed ## Install what the product needs into .venv

demo: .venv/installed ## Two agencies, http://tg.localhost:8000 and http://bf.localhost:8001 (PORT=8000; FRESH=1 starts over)
	@$(BIN)/python -m config.launch demo

test: check ## Every check, then every test but the hostile ones (ARGS= goes to pytest)
	@$(BIN)/python -m config.launch test $(ARGS)

test-hostile: .venv/developer ## The slow tests: whole days without network, attacks
	@$(BIN)/python -m config.launch test-hostile $(ARGS)

check: .venv/developer ## Style, templates, the rule of the stairs, types, migrations, translations
	$(BIN)/ruff check $(OUR_PYTHON)
	$(BIN)/ruff format --check $(OUR_PYTHON)
	find teriya -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/python -m config.launch apart mypy teriya/foundation/core $$(find teriya -type d -name engine)
	$(BIN)/python -m config.launch apart python manage.py makemigrations --check --dry-run
	$(BIN)/python -m config.translations check

bench: .venv/developer ## Speed and size against their baselines
	@$(BIN)/python -m bench

bench-placement: .venv/developer ## The placement engine beside other software (LARGEST=20k for a trial)
	@$(BIN)/python -m bench.placement $(LARGEST)

trial: .venv/installed ## A wave on one's own files: make trial DIR=my-files OUT=results
	@$(if $(and $(DIR),$(OUT)),,echo "Donnez les deux dossiers : make trial DIR=mes-fichiers OUT=resultats"; exit 1;) \
	$(BIN)/teriya trial "$(DIR)" "$(OUT)"

messages: .venv/developer ## Carry new French sentences into locale/en, to be translated
	@$(BIN)/python -m config.translations update

lock: ## Choose the newest versions that pyproject.toml allows
	$(LOCK) --python-platform x86_64-manylinux_2_28 pyproject.toml --upgrade -o requirements.lock
	$(LOCK) pyproject.toml --extra fast --group dev -c requirements.lock --upgrade -o requirements-dev.lock

clean: ## Remove .venv and what the tools leave; the data stays
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis locale/*/LC_MESSAGES/*.mo
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Teriya demande Python 3.11 ou plus : apt install python3, ou make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Il manque les environnements virtuels de Python : apt install python3-venv"; exit 1; }
	@echo "Installation dans .venv : une minute environ."
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@pwd > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/teriya.pth"
	@printf '#!/bin/sh\nexec "%s" -P -m config.launch teriya "$$@"\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/teriya
	@chmod +x $(BIN)/teriya
	@touch $@

.venv/developer: requirements-dev.lock .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
