# SPDX-License-Identifier: GPL-2.0
# What a person types. What the module is made of is in Kbuild.

SHELL := /bin/bash

ifneq ($(words $(CURDIR)),1)
$(error twstat: the path of this folder must have no blanks: $(CURDIR))
endif

KERNEL ?= $(shell uname -r)
KDIR := $(shell scripts/fetch --print kdir '$(KERNEL)')
RELEASE := $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
	'$(KDIR)/include/generated/utsrelease.h' 2>/dev/null)
BUILD ?= build/$(RELEASE)
W ?= 1

# A kernel that Clang built needs a module that Clang built.
llvm := $(if $(shell grep -s '^CONFIG_CC_IS_CLANG=y' '$(KDIR)/include/config/auto.conf'),LLVM=$(or $(LLVM),1))
kbuild = $(MAKE) --no-print-directory -C '$(KDIR)' M='$(CURDIR)/$(BUILD)' W=$(W) $(llvm)
# Programs for the guest of a kernel of another architecture are built with what the cache
# has for it, in a folder of their own.
GUEST ?=
programs := $(if $(GUEST),$(shell . scripts/lib/lib.sh; programs_of '$(GUEST)'),build)
ifneq ($(programs),build)
CC := aarch64-linux-gnu-gcc-12 --sysroot=$(shell scripts/fetch --print userland '$(GUEST)')
endif

kernel_tools = $(shell scripts/fetch --print dir kselftest)
kselftest = $(kernel_tools)/tools/testing/selftests

# The user tool.
tool := $(patsubst scripts/twstat/%.c,$(programs)/tool/%.o, \
	$(wildcard scripts/twstat/*.c scripts/twstat/*/*.c))
tool += $(programs)/tool/base/names-gen.o $(programs)/tool/base/types-gen.o
tool_version := $(shell sed -n 's/^MODULE_VERSION("\(.*\)");/\1/p' module/main.c)
tool_flags := -O2 -g -Wall -Wextra -D_GNU_SOURCE -DTWSTAT_VERSION='"$(tool_version)"' \
	-Imodule/uapi -Iscripts/twstat

all: module tool

help:
	@echo 'make                   both of the following'
	@echo 'make module            build/RELEASE/twstat.ko, for the running kernel'
	@echo '  KERNEL=RELEASE       for another one: installed, cached or in scripts/kernels'
	@echo '  KDIR=DIR             for a kernel built in DIR'
	@echo 'make tool              build/twstat, the user tool'
	@echo 'make install           puts them where modprobe and the shell find them'
	@echo '  PREFIX=DIR           the tool and its manual there, instead of /usr/local'
	@echo '  DESTDIR=DIR          all below DIR, for a package; depmod does not run then'
	@echo '  INSTALL_MOD_STRIP=0  the module with its debugging information, 20 MB'
	@echo 'make uninstall         removes them again, with the same settings'
	@echo 'make check             scripts/check: all tests, in VMs'
	@echo 'make run               scripts/run: a demonstration in a VM'
	@echo 'make tests             builds the selftests, in build/kselftest'
	@echo '  GUEST=KERNEL         for the VM of a kernel of another architecture'
	@echo 'make clean             removes build/'

# The source stays clean: what is built is a copy. Files are copied when they
# differ, so that only what changed is built again, and go when they went.
module: headers
	@mkdir -p $(BUILD)
	@find Kbuild module -type f | while read -r f; do \
		cmp -s "$$f" "$(BUILD)/$$f" || \
			install -D -m 644 "$$f" "$(BUILD)/$$f"; \
	done
	@cd $(BUILD) && find module -name '*.[ch]' | while read -r f; do \
		[ -e "$(CURDIR)/$$f" ] || rm "$$f"; \
	done
	+@$(kbuild) modules

headers:
	@[ -n '$(RELEASE)' ] || { \
		echo "twstat: no headers to build for $(KERNEL): install the" \
			"package linux-headers-$(KERNEL), or give KDIR=DIR." >&2; \
		exit 1; \
	}

tool: $(programs)/twstat

$(programs)/twstat: $(tool)
	@$(CC) -o $@ $^ -lmnl -ljansson -lncursesw -ltinfo -lm

$(programs)/tool/%.o: scripts/twstat/%.c Makefile | $(programs)/tool/libraries
	@mkdir -p $(@D)
	@$(CC) $(tool_flags) -MMD -MP -c -o $@ $<

$(programs)/tool/base/%-gen.o: $(programs)/tool/base/%-gen.c
	@$(CC) $(tool_flags) -c -o $@ $<

$(programs)/tool/base/names-gen.c: scripts/twstat/base/names.awk module/uapi/linux/twstat.h
	@mkdir -p $(@D)
	@awk -f $^ > $@

$(programs)/tool/base/types-gen.c: scripts/twstat/base/types.awk module/netlink/twstat.yaml
	@mkdir -p $(@D)
	@awk -f $^ > $@

$(programs)/tool/libraries:
	@mkdir -p $(@D)
	@for header in libmnl/libmnl.h jansson.h ncurses.h; do \
		echo "#include <$$header>"; \
	done | $(CC) -E -o $@ - 2> /dev/null || { \
		echo "twstat: no libraries to build the tool with: install the packages" \
			"libmnl-dev, libjansson-dev and libncurses-dev." >&2; \
		exit 1; \
	}

-include $(tool:.o=.d)

PREFIX ?= /usr/local
DESTDIR ?=
INSTALL_MOD_PATH ?= $(DESTDIR)
INSTALL_MOD_STRIP ?= 1
STRIP ?= $(CROSS_COMPILE)strip

modules := $(INSTALL_MOD_PATH)/lib/modules/$(RELEASE)
installed := $(DESTDIR)$(PREFIX)
manuals := man4/twstat.4 man7/twstat-remedies.7 man8/twstat.8
completion := share/bash-completion/completions/twstat

install: install-module install-tool

# Not by modules_install of the kernel, which complains of what headers do not have: the key of
# the kernel's signatures, and System.map. A kernel of one's own has its key there.
install-module: module
	@install -D -m 644 -t '$(modules)/updates' '$(BUILD)/twstat.ko'
	@[ '$(INSTALL_MOD_STRIP)' = 0 ] || $(STRIP) --strip-debug '$(modules)/updates/twstat.ko'
	@[ ! -e '$(KDIR)/certs/signing_key.pem' ] || '$(KDIR)/scripts/sign-file' \
		"$$(sed -n 's/^CONFIG_MODULE_SIG_HASH="\(.*\)"/\1/p' '$(KDIR)/.config')" \
		'$(KDIR)/certs/signing_key.pem' '$(KDIR)/certs/signing_key.x509' \
		'$(modules)/updates/twstat.ko'
	@[ -n '$(INSTALL_MOD_PATH)' ] || depmod '$(RELEASE)'

install-tool: tool
	@install -D -t '$(installed)/sbin' $(programs)/twstat
	@for manual in $(manuals); do \
		install -D -m 644 -t "$(installed)/share/man/$${manual%/*}" \
			"scripts/twstat/$${manual#*/}"; \
	done
	@install -D -m 644 scripts/twstat/twstat.bash '$(installed)/$(completion)'

uninstall:
	@rm -f '$(modules)/updates/twstat.ko' '$(installed)/sbin/twstat' \
		$(manuals:%='$(installed)/share/man/%') '$(installed)/$(completion)'
	@[ -n '$(INSTALL_MOD_PATH)' ] || [ ! -d '$(modules)' ] || depmod '$(RELEASE)'

tests: tool
	@scripts/fetch --print dir kselftest >/dev/null || scripts/fetch kselftest
	@rm -rf $(programs)/kselftest
	@mkdir -p $(programs)/selftests $(programs)/kselftest
	@$(MAKE) -C selftests CC='$(CC)' KSELFTEST='$(kselftest)' \
		OUTPUT='$(CURDIR)/$(programs)/selftests' \
		INSTALL_PATH='$(CURDIR)/$(programs)/kselftest/twstat' install
	@$(MAKE) -s -C selftests KSELFTEST='$(kselftest)' COLLECTION=twstat \
		emit_tests > $(programs)/kselftest/kselftest-list.txt
	@install -t $(programs)/kselftest/twstat $(programs)/twstat scripts/twstat/twstat.bash
	@cp -r '$(kselftest)'/kselftest '$(kselftest)'/net \
		'$(kselftest)'/run_kselftest.sh '$(kernel_tools)'/tools/net/ynl \
		'$(kernel_tools)'/Documentation/netlink/genetlink.yaml $(programs)/kselftest

# All that scripts/run needs of the tests, without kselftest.
$(programs)/selftests/churn: selftests/churn.c
	@mkdir -p $(@D)
	@$(CC) -O2 -D_GNU_SOURCE -o $@ $<

check:
	@scripts/check

run:
	@scripts/run

clean:
	rm -rf build

.PHONY: all help module tool headers install install-module install-tool uninstall tests check \
	run clean
