# make demo   the main job, done for real on this machine          make test   everything that must hold, set-up included
# Each target does all of its own set-up. PYTHON names the interpreter the virtual environment is made with.

PYTHON ?= python3
BIN := .venv/bin
DONE := .venv/.installed

.PHONY: setup demo run hub test check test-long bench screenshots i18n translations package lock format clean

setup: $(DONE) i18n

$(DONE): locks/uv.lock locks/dev.lock packaging/system-packages.txt pyproject.toml
	sh packaging/install_system_packages.sh
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/uv.lock
	$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes locks/dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	touch $(DONE)

demo: setup
	$(BIN)/vonk demo

run: setup
	$(BIN)/vonk

hub: setup
	$(BIN)/vonk-hub serve

test: setup check

check: i18n
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not long"

# SUITE narrows it to tests whose name or file has these words, N says how many rounds a campaign makes, SEED replays one.
test-long: setup
	N=$(N) SEED=$(SEED) $(BIN)/python -m pytest -m long --timeout 3600 $(if $(SUITE),-k "$(SUITE)")

i18n: resources/translations/vonk_nl.qm resources/translations/vonk_en.qm

resources/translations/vonk_%.qm: resources/translations/vonk_%.ts $(DONE)
	$(BIN)/pyside6-lrelease -silent $< -qm $@

# Writes the .ts files; i18n only reads them.
translations: $(DONE)
	LUPDATE=$(BIN)/pyside6-lupdate sh packaging/update_translations.sh

screenshots: setup
	$(BIN)/python -m tests.screenshots.make --out docs/screenshots

bench: setup
	$(BIN)/python benchmarks/start_and_idle.py
	$(BIN)/python benchmarks/library_of_ten_thousand.py
	$(BIN)/python benchmarks/take_moments.py
	$(BIN)/python benchmarks/capture.py

package: setup
	$(BIN)/pyinstaller --noconfirm --clean --distpath dist --workpath build packaging/vonk.spec

lock:
	locks/compile

format:
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf build dist .mypy_cache .ruff_cache .import_linter_cache
