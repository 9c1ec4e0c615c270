# Every target does its own set-up: `make site` or `make test` is all that a fresh clone needs.

# BASE_PYTHON names the Python to set up with, where several are installed.
DIR     ?= .
ARTICLE ?= article.txt
READING ?= declared
# LANGUAGE (de or en) and REGION (CH, AT, IN) of an article count from the command line alone: many people's
# environment has a variable LANGUAGE, and it means something else.
IN_LANGUAGE = $(if $(findstring command,$(origin LANGUAGE)),--language $(LANGUAGE))
IN_REGION   = $(if $(findstring command,$(origin REGION)),--region $(REGION))
PORT    ?= 8000

# What is installed is pinned in sets: the book's, and what other targets need beyond it. A stamp stands for
# the sets of a target; its name holds their checksum, so that what changes is installed anew.
stamp = .venv/$(1)-$(firstword $(shell cat $($(1)) | cksum))
book := requirements.txt
edit := $(book) requirements/edit.txt
new  := $(book) requirements/new.txt
all  := $(book) requirements/edit.txt requirements/new.txt requirements/test.txt
VENV := $(call stamp,book)
EDIT := $(call stamp,edit)
NEW  := $(call stamp,new)
TEST := $(call stamp,all)
# Paths may hold what a shell would take apart. One that is given is seen from where make was called (FROM).
quote   = '$(subst ','\'',$(1))'
FROM   ?= $(CURDIR)
from    = $(call quote,$(if $(filter /%,$(firstword $(1))),$(1),$(FROM)/$(1)))
PYTHON := $(call quote,$(CURDIR)/.venv/bin/python)
# Whatever is made is made in DIR, the folder of this report or of one that `make new` has set up.
IN     := cd $(call quote,$(DIR)) && export PYTHONPATH=book &&
BUILD  := $(IN) $(PYTHON) -m _ext.build
# As JupyterLab writes it into every notebook that it saves
KERNEL := {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}

# Every target starts Python more than once. Where the environment forbids to keep bytecode, each of them would
# compile all that it imports anew, which takes longer than most targets do.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: propose accept dismiss rename looked-over ids expect
.PHONY: help site pdf serve watch edit check verify-source links chapter new test lint format citation bench picture requirements clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV):
	@.ci/venv $(book)
	@touch $@
$(EDIT):
	@.ci/venv $(edit)
	@touch $(VENV) $@
$(NEW):
	@.ci/venv $(new)
	@touch $(VENV) $@
$(TEST):
	@.ci/venv $(all)
	@touch $(VENV) $(EDIT) $(NEW) $@

# The PDF first: the site offers it, and states its size. Both share one execution of the chapters.
site: $(VENV) datapackage  ## Build the website, PDF included, into _build/html (DRAFT=1: whatever holds)
	@$(BUILD) $(if $(DRAFT),--draft) typstpdf html

pdf: $(VENV) datapackage  ## Build the PDF alone, into _build/pdf
	@$(BUILD) typstpdf

serve: site  ## Build the website and serve it on this machine (PORT=8000; DRAFT=1: as a draft)
	@echo "http://localhost:$(PORT)/"
	@$(IN) $(PYTHON) -m http.server --bind 127.0.0.1 --directory _build/$(if $(DRAFT),draft/)html $(PORT)

watch: $(EDIT)  ## Show the website while it changes: it is built and reloaded on every save (PORT=8000)
	@$(IN) $(PYTHON) -m _ext.preview $(PORT)

edit: $(EDIT)  ## Open the chapters as notebooks in JupyterLab
	@$(IN) JUPYTER_CONFIG_PATH=$(call quote,$(CURDIR)/.jupyter) $(PYTHON) -m jupyterlab \
	    $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB)

check: $(VENV) datapackage  ## Say on one screen what is inconsistent, changed, near to it (READING=strict; ALL=1)
	@$(IN) [ ! -f data/proposals.csv ] || $(PYTHON) -m addup.texts.editing apply
	@$(IN) $(PYTHON) -m addup check --data data --reading $(READING) $(if $(ALL),--all); status=$$?; [ $$status -gt 1 ] || { \
	    $(PYTHON) -m addup.publishing.compare --data data --reading $(READING) $(if $(ALL),--all); \
	    $(PYTHON) -m _ext.notebooks $(if $(ALL),--all); }; exit $$status

# The data package states the size and the hash of every table.
.PHONY: datapackage
datapackage: $(VENV)
	@cd $(call quote,$(DIR)) && [ ! -f data/package.py ] || $(PYTHON) data/package.py

EDITING := $(IN) $(PYTHON) -m addup.texts.editing
# Says that a target lacks a setting: $(call need,N,make accept N=3)
need = $(if $($(1)),,echo "Say which: $(2)" >&2; exit 2)

propose: $(NEW)  ## Propose checks between the figures, from the words of the article, too (ARTICLE=path)
	@$(EDITING) propose $(IN_LANGUAGE) --article \
	    $(if $(filter file,$(origin ARTICLE)),$(ARTICLE),$(call from,$(ARTICLE)))

accept: $(NEW)  ## Make proposals checks (N=3, or several)
	@$(call need,N,make accept N=3)
	@$(EDITING) accept $(N)

dismiss: $(NEW)  ## Drop proposals for good (N=3, or several)
	@$(call need,N,make dismiss N=3)
	@$(EDITING) dismiss $(N)

rename: $(NEW)  ## Rename a figure in its table, in checks and in proposals (ID=old TO=new)
	@$(call need,ID,make rename ID=old TO=new)
	@$(call need,TO,make rename ID=old TO=new)
	@$(EDITING) rename $(ID) $(TO)

looked-over: $(NEW)  ## Take away the notes that say that a row is guessed (ID=figure; all without)
	@$(EDITING) looked-over $(ID)

ids: $(NEW)  ## List ids and labels, to write checks with
	@$(EDITING) ids

expect: $(NEW)  ## Take the verdicts as they are for the expected ones, which the tests hold
	@$(EDITING) expect

# The text of a web page is taken out of it by a library that only `make new` needs.
verify-source: $(if $(filter %.html %.htm %.xhtml,$(ARTICLE)),$(NEW),$(VENV))  ## Hold the register against a copy of the article (ARTICLE=path)
	@$(IN) $(PYTHON) -m addup verify-source --data data $(IN_LANGUAGE) \
	    $(if $(filter file,$(origin ARTICLE)),$(ARTICLE),$(call from,$(ARTICLE)))

links: $(VENV)  ## Ask every address that the report cites whether it still answers (needs the network)
	@$(BUILD) linkcheck

chapter: $(VENV)  ## Begin a chapter that builds at once, and add it to _toc.yml (NAME=market_share)
	@$(if $(NAME),,echo "A name is missing: make chapter NAME=market_share" >&2; exit 2)
	@PYTHONPATH=book $(PYTHON) -m addup.texts.chapter $(call quote,$(NAME)) $(call quote,$(DIR))

new: $(NEW)  ## Set up a report on another article (ARTICLE=path DIR=folder LANGUAGE=de|en REGION=CH)
	@$(if $(filter file,$(origin DIR)),echo "A folder is missing: make new ARTICLE=path DIR=folder" >&2; exit 2)
	@PYTHONPATH=book $(PYTHON) -m addup.texts.new $(call quote,$(ARTICLE)) $(call quote,$(DIR)) $(IN_LANGUAGE) $(IN_REGION)

# The project's own tests run on all processors; a report that `make new` has set up has few.
test: $(TEST)  ## Run the tests (SEED=1: in the order of that seed; SLOW=1: the long ones too; SLOW=all: every one; TESTS=folder)
	@$(if $(filter .,$(DIR)),.ci/browser)
	@$(IN) $(if $(SLOW),HYPOTHESIS_PROFILE=$${HYPOTHESIS_PROFILE:-long} )$(PYTHON) -m pytest $(or $(TESTS),tests) \
	    $(if $(filter .,$(DIR)),-n logical --dist worksteal $(if $(filter all,$(SLOW)),,-m "not exhaustive$(if $(SLOW),, and not slow)")) \
	    $(if $(SEED),-p randomly --randomly-seed=$(SEED),-p no:randomly)

lint: $(TEST)  ## Check the style and the types of the code
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy

format: $(TEST)  ## Bring code, chapters and tables into the form in which they are kept
	@$(IN) $(PYTHON) -m addup tidy --data data
	@$(MAKE) --no-print-directory datapackage
	@$(PYTHON) -m ruff check --quiet --fix-only && $(PYTHON) -m ruff format --quiet
	@$(PYTHON) -m jupytext --quiet --from md:myst --update-metadata '$(KERNEL)' --to md:myst book/*.md

citation: $(VENV) picture  ## Bring CITATION.cff, the licences, the data's version and the picture into line with the settings
	@PYTHONPATH=book $(PYTHON) -m addup.publishing.citation

picture: $(VENV)  ## Draw the picture in the README anew
	@PYTHONPATH=book $(PYTHON) -m addup.publishing.preview book/_static/overview.png

bench: $(TEST)  ## Measure the checker and the build (PARTS=pages: the pages of the site; PARTS=proposals: proposed checks)
	@PYTHONPATH=book $(PYTHON) -m bench $(PARTS)

requirements:  ## Compile the pinned sets anew from the ranges in pyproject.toml (UPGRADE=--upgrade)
	@.ci/requirements $(UPGRADE)
	@git diff --stat requirements.txt requirements

clean:  ## Remove everything the build made, except the virtual environment
	@cd $(call quote,$(DIR)) && rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@cd $(call quote,$(DIR)) && find book tests -name __pycache__ -prune -exec rm -rf {} +
