# SPDX-License-Identifier: GPL-2.0
# What a person types. What the module is made of is in Kbuild.

ifneq ($(words $(CURDIR)),1)
$(error twstat: the path of this folder must have no blanks: $(CURDIR))
endif

KERNEL ?= $(shell uname -r)
KDIR := $(shell scripts/fetch --print kdir '$(KERNEL)')
RELEASE := $(shell sed -n 's/.*UTS_RELEASE "\(.*\)"/\1/p' \
	'$(KDIR)/include/generated/utsrelease.h' 2>/dev/null)
BUILD ?= build/$(RELEASE)
W ?= 1

kbuild = $(MAKE) --no-print-directory -C '$(KDIR)' M='$(CURDIR)/$(BUILD)' W=$(W)
kernel_tools = $(shell scripts/fetch --print dir kselftest)
kselftest = $(kernel_tools)/tools/testing/selftests

all: module

help:
	@echo 'make                   build/RELEASE/twstat.ko, for the running kernel'
	@echo '  KERNEL=RELEASE       for another one: installed, cached or in scripts/kernels'
	@echo '  KDIR=DIR             for a kernel built in DIR'
	@echo 'make install           puts it into /lib/modules/RELEASE, and runs depmod'
	@echo 'make check             scripts/check: all tests, in VMs'
	@echo 'make run               scripts/run: a demonstration in a VM'
	@echo 'make tests             builds the selftests, in build/kselftest'
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

install: module
	+@$(kbuild) modules_install
	@depmod $(RELEASE)

tests:
	@scripts/fetch --print dir kselftest >/dev/null || scripts/fetch kselftest
	@rm -rf build/kselftest
	@mkdir -p build/selftests build/kselftest
	@$(MAKE) -C selftests KSELFTEST='$(kselftest)' \
		OUTPUT='$(CURDIR)/build/selftests' \
		INSTALL_PATH='$(CURDIR)/build/kselftest/twstat' install
	@$(MAKE) -s -C selftests KSELFTEST='$(kselftest)' COLLECTION=twstat \
		emit_tests > build/kselftest/kselftest-list.txt
	@cp -r '$(kselftest)'/kselftest '$(kselftest)'/net \
		'$(kselftest)'/run_kselftest.sh '$(kernel_tools)'/tools/net/ynl \
		'$(kernel_tools)'/Documentation/netlink/genetlink.yaml build/kselftest

# All that scripts/run needs of the tests, without kselftest.
build/selftests/churn: selftests/churn.c
	@mkdir -p $(@D)
	@$(CC) -O2 -D_GNU_SOURCE -o $@ $<

check:
	@scripts/check

run:
	@scripts/run

clean:
	rm -rf build

.PHONY: all help module headers install tests check run clean
