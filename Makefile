# Every target does its own set-up: `make site` or `make test` is all that a fresh clone needs.

# BASE_PYTHON names the Python to set up with, where several are installed.
DIR     ?= .
ARTICLE ?= article.txt
READING ?= declared
# The article's: de or en
LANGUAGE ?= de
PORT    ?= 8000

# The stamp's name holds the checksum of requirements.txt: a changed file means a new environment.
VENV   := .venv/installed-$(firstword $(shell cksum < requirements.txt))
PYTHON := $(CURDIR)/.venv/bin/python
# Whatever is made is made in DIR, the folder of this report or of one that `make new` has set up.
IN     := cd "$(DIR)" && export PYTHONPATH=book &&
# Called through python, the command also works in a folder that was moved after its set-up.
BOOK   := $(IN) $(PYTHON) $(CURDIR)/.venv/bin/jupyter-book build book --config _config.yml --toc "$$PWD/_toc.yml" \
          --path-output . -W -n --keep-going -q
# As JupyterLab writes it into every notebook that it saves
KERNEL := {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site pdf serve watch edit check verify-source links new test lint format citation bench picture requirements clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV):
	@.ci/venv
	@touch $@

# The PDF first: the site offers it, and states its size. Both share one execution of the chapters.
site: pdf  ## Build the website, PDF included, into _build/html
	@$(BOOK)
	@echo "The site is in _build/html: open _build/html/index.html, or run make serve."

pdf: $(VENV) datapackage  ## Build the PDF alone, into _build/pdf
	@$(BOOK) --builder custom --custom-builder typstpdf
	@cd "$(DIR)/_build" && mkdir -p pdf && cp typstpdf/*.pdf pdf/

serve: site  ## Build the website and serve it on this machine (PORT=8000)
	@echo "http://localhost:$(PORT)/"
	@$(IN) $(PYTHON) -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

watch: $(VENV)  ## Show the website while it changes: it is built and reloaded on every save (PORT=8000)
	@$(IN) $(PYTHON) -m _ext.preview $(PORT)

edit: $(VENV)  ## Open the chapters as notebooks in JupyterLab
	@$(IN) JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter" $(PYTHON) -m jupyterlab \
	    $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB)

check: $(VENV) datapackage  ## Work out every verdict, and what changed since the last commit (READING=strict)
	@$(IN) $(PYTHON) -m addup check --data data --reading $(READING); status=$$?; [ $$status -gt 1 ] || \
	    $(PYTHON) -m addup.publishing.compare --data data --reading $(READING); exit $$status

# The data package states the size and the hash of every table.
.PHONY: datapackage
datapackage: $(VENV)
	@cd "$(DIR)" && [ ! -f data/package.py ] || $(PYTHON) data/package.py

verify-source: $(VENV)  ## Hold the register against a copy of the article (ARTICLE=path)
	@$(IN) $(PYTHON) -m addup verify-source --data data --language $(LANGUAGE) $(ARTICLE)

links: $(VENV)  ## Ask every address that the report cites whether it still answers (needs the network)
	@$(BOOK) --builder custom --custom-builder linkcheck

new: $(VENV)  ## Set up a report on another article (ARTICLE=path DIR=folder)
	@PYTHONPATH=book $(PYTHON) -m addup.texts.new "$(ARTICLE)" "$(DIR)"

test: $(VENV)  ## Run every test
	@.ci/browser
	@$(IN) $(PYTHON) -m pytest tests

lint: $(VENV)  ## Check the style and the types of the code
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy

format: $(VENV)  ## Bring code, chapters and tables into the form in which they are kept
	@$(IN) $(PYTHON) -m addup tidy --data data
	@$(MAKE) --no-print-directory datapackage
	@$(PYTHON) -m ruff check --quiet --fix-only && $(PYTHON) -m ruff format --quiet
	@$(PYTHON) -m jupytext --quiet --from md:myst --update-metadata '$(KERNEL)' --to md:myst book/*.md

citation: $(VENV)  ## Bring CITATION.cff and the licences into line with the settings
	@PYTHONPATH=book $(PYTHON) -m addup.publishing.citation

picture: $(VENV)  ## Draw the picture in the README anew
	@PYTHONPATH=book $(PYTHON) -m addup.publishing.preview book/_static/overview.png

bench: $(VENV)  ## Measure the checker and the build (PARTS=pages: the pages of the site)
	@PYTHONPATH=book $(PYTHON) -m bench $(PARTS)

requirements:  ## Compile requirements.txt anew from the ranges in pyproject.toml (UPGRADE=--upgrade)
	@command -v uv >/dev/null || { echo "uv is missing: pip install uv" >&2; exit 1; }
	@uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	    --no-emit-index-url --custom-compile-command "make requirements" $(UPGRADE) \
	    --group pyproject.toml:book --group pyproject.toml:edit --group pyproject.toml:test \
	    --output-file requirements.txt
	@git diff --stat requirements.txt

clean:  ## Remove everything the build made, except the virtual environment
	@cd "$(DIR)" && rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@cd "$(DIR)" && find book tests -name __pycache__ -prune -exec rm -rf {} +
