# Every target does all of its own set-up and is quick when nothing changed.
PREFIX ?= $(HOME)/.local
.DEFAULT_GOAL := help
.PHONY: help demo test native install lint bench soak servers clean

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1 /p' $(MAKEFILE_LIST) | while read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

demo: ## a real npm MCP server answers a real client from inside a sandbox; then its journal
	@scripts/demo.sh

test: ## every test, on the published binary; ends with "N passed, N failed, N skipped"
	@scripts/test.sh

native: ## the Native AOT binaries: mcpbox and mcpbox-init in artifacts/native
	@scripts/native.sh

install: native ## both binaries to PREFIX/bin (default: ~/.local)
	@install -D -m 755 -t "$(DESTDIR)$(PREFIX)/bin" artifacts/native/mcpbox-init artifacts/native/mcpbox
	@echo "installed $(DESTDIR)$(PREFIX)/bin/mcpbox and mcpbox-init"

lint: ## format, warnings as errors on both frameworks, lock files, shell scripts
	@scripts/lint.sh

bench: ## the numbers of docs/benchmarks.md, measured on this machine
	@bench/run.sh

soak: ## one long session under mixed load (MINUTES=10)
	@bench/soak.sh $(MINUTES)

servers: ## published MCP servers, locked, built and started offline: the table of docs/packages.md
	@scripts/servers.sh

clean: ## away with everything that was built
	@rm -rf artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj tests/clients/node_modules
