# Một Cửa. `make run` for a newcomer, `make test` for everything that CI runs, `make help` for the rest.
# The scripts behind the targets are in .ci/ and can be read in a minute each.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PORT ?= 8080
# The others follow it, so that two demonstrations can run beside each other: 8090, 8025, 8987 and 8988.
SANDBOX_PORT ?= $(shell echo $$(( $(PORT) + 10 )))
MAIL_PORT ?= $(shell echo $$(( $(PORT) - 55 )))
AGENT_PORT ?= $(shell echo $$(( $(PORT) + 907 )))
# 0.0.0.0 lets a phone in the same network try the demonstration.
HOST ?= 127.0.0.1
export PORT SANDBOX_PORT MAIL_PORT AGENT_PORT HOST

export CARGO_TARGET_DIR ?= $(CURDIR)/target
TOOLS := $(or $(MOTCUA_TOOLS),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/motcua/tools)
export MOTCUA_TOOLS := $(TOOLS)
export PATH := $(TOOLS)/bin:$(CURDIR)/frontend/node_modules/.bin:$(PATH)

BIN := $(CARGO_TARGET_DIR)/debug
SITE_SOURCES := $(shell find frontend shared style -type f -not -path '*/node_modules/*' -not -name site.css -not -name officer.css) Trunk.toml Cargo.toml Cargo.lock

.PHONY: help run dev test bench fuzz site pictures tools server clean unit api browser lint format

help: ## Show what can be done
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: tools dist/.built server ## Build what is missing and start the portal with demonstration data
	@.ci/demo $(BIN)

dev: tools server ## Start the portal, rebuild and reload the pages on change
	@.ci/dev $(BIN)

test: tools ## Install what the tests need and run everything that CI runs
	@.ci/test

bench: tools dist/.built ## Measure sizes, verification and list times; prints a table
	@.ci/bench

fuzz: ## Fuzz everything that reads hostile bytes, 20 s each (SECONDS_EACH=3600 for an hour)
	@.ci/fuzz

lint: ## rustfmt, clippy for the server and for the browser
	@.ci/lint

unit: ## Unit and property tests
	@.ci/unit

api: ## Tests through HTTP, on SQLite and PostgreSQL
	@.ci/api

browser: dist/.built server ## Tests in Chromium, phone and desktop
	@.ci/browser

site: dist/.built ## Build the pages

pictures: browser ## Renew the pictures of the README from the browser tests
	@mkdir -p docs/pictures
	@cp tests/browser/test-results/pictures/{kho-phone,nop-3-thanh-phan-phone}.png docs/pictures/

format: ## Format the sources
	@cargo fmt --all

dist/.built: $(SITE_SOURCES) | tools
	@.ci/site

server:
	@echo "» building the server and the sandbox"
	@cargo build --locked -p motcua-server -p motcua-sandbox --bin motcua --bin motcua-sandbox

tools:
	@.ci/tools

clean: ## Remove what was built; data/ stays
	rm -rf target dist frontend/node_modules tests/browser/node_modules
