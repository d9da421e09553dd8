# orgstat: `make help` lists what can be asked for.

# Everything that building, running and checking need, as Debian 12 names it.
PACKAGES = gcc libc6-dev make \
           lua5.4 liblua5.4-dev libutf8proc-dev lua-argparse lua-lpeg \
           zlib1g-dev libzstd-dev libzip-dev libexpat1-dev libxlsxwriter-dev \
           lua-dkjson lua-rex-pcre2 lua-busted lua-cjson lua-check lua-ldoc lua5.3 luarocks sqlite3 \
           gzip zstd python3-openpyxl

# Of these, the peers that Debian has; the others come from npm (bench/package.json).
BENCH_PACKAGES = lua-system r-cran-data.table python3-pandas miller mawk sqlite3 time

LUA        = lua5.4
LUA_INCDIR = /usr/include/lua5.4
PREFIX     = /usr/local
DESTDIR    =
FILE       =

CC       = gcc
WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes
CFLAGS   = -O2
LDFLAGS  =
LDLIBS   = -lpthread -lutf8proc -lm

BUILD   = build
CORE    = $(BUILD)/orgstat/core.so
SOURCES = $(wildcard csrc/core/*.c csrc/binding/*.c)
OBJECTS = $(SOURCES:csrc/%.c=$(BUILD)/obj/%.o)
BUSTED  = $(LUA) $$(command -v busted) --ignore-lua

# Modules that need a library of the system: built where its headers are, else named.
CODEC         = $(BUILD)/orgstat/codec.so
CODEC_SOURCES = $(wildcard csrc/codec/*.c)
CODEC_OBJECTS = $(CODEC_SOURCES:csrc/%.c=$(BUILD)/obj/%.o)
XLSX          = $(BUILD)/orgstat/xlsx.so
XLSX_SOURCES  = $(wildcard csrc/xlsx/*.c) csrc/core/float.c csrc/core/mem.c
XLSX_OBJECTS  = $(XLSX_SOURCES:csrc/%.c=$(BUILD)/obj/%.o)

.DEFAULT_GOAL := build
.PHONY: build modules deps run check lint spec asan stats-r bench bench-deps install clean help

# $(call has,headers): yes if the compiler finds them
HASH := \#
has = $(shell printf '$(HASH)include <%s>\n' $(1) | $(CC) $(CFLAGS) -E -x c - >/dev/null 2>&1 && echo yes)
# $(call module,file,headers,Debian packages): the file, or word that it is not built
module = $(if $(call has,$(2)),$(1),$(info $(1) is not built: it needs $(2) (Debian: $(3))))

build: $(CORE)
	@$(MAKE) --no-print-directory modules

modules: ; @:

ifneq ($(filter modules,$(MAKECMDGOALS)),)
modules: $(call module,$(CODEC),zlib.h zstd.h,zlib1g-dev libzstd-dev)
modules: $(call module,$(XLSX),zip.h expat.h xlsxwriter.h,libzip-dev libexpat1-dev libxlsxwriter-dev)
endif

$(CODEC): $(CODEC_OBJECTS)
	@mkdir -p $(@D)
	$(CC) -shared $(CFLAGS) $(LDFLAGS) -o $@ $(CODEC_OBJECTS) -lz -lzstd

$(XLSX): $(XLSX_OBJECTS)
	@mkdir -p $(@D)
	$(CC) -shared $(CFLAGS) $(LDFLAGS) -o $@ $(XLSX_OBJECTS) -lzip -lexpat -lxlsxwriter

$(CORE): $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) -shared $(CFLAGS) $(LDFLAGS) -o $@ $(OBJECTS) $(LDLIBS)

$(BUILD)/obj/%.o: csrc/%.c Makefile
	@mkdir -p $(@D)
	$(CC) -std=c11 $(CFLAGS) -fPIC -fvisibility=hidden $(WARNINGS) -MMD -MP \
	  -iquote csrc/core -iquote csrc/binding -I$(LUA_INCDIR) -c -o $@ $<

-include $(sort $(OBJECTS:.o=.d) $(CODEC_OBJECTS:.o=.d) $(XLSX_OBJECTS:.o=.d))

# A host of its own for specs, whose memory ends (spec/core/oom_spec.lua makes it).
$(BUILD)/oom: spec/support/oom.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O1 -g $(WARNINGS) -I$(LUA_INCDIR) -o $@ $< -l$(LUA)

# A core whose named limits are within reach (spec/core/limits_spec.lua makes it).
$(BUILD)/limits/orgstat/core.so: $(SOURCES) $(wildcard csrc/*/*.h)
	@mkdir -p $(@D)
	$(CC) -std=c11 -O0 -fPIC -fvisibility=hidden -shared -DOS_MAX_SCAN='((size_t)4096)' \
	  -DOS_MAX_ROWS=1000u -Icsrc/core -I$(LUA_INCDIR) -o $@ $(SOURCES) $(LDLIBS)

deps:
	@missing=$$(for p in $(PACKAGES); do \
	  dpkg-query -W -f '$${db:Status-Status}\n' $$p 2>/dev/null | grep -qx installed || echo $$p; done); \
	test -n "$$missing" || exit 0; \
	echo "installing from Debian:" $$missing; \
	if [ "$$(id -u)" = 0 ]; then root="env"; \
	elif command -v sudo >/dev/null; then root="sudo env"; \
	else echo "make deps needs root or sudo, or: apt-get install" $$missing >&2; exit 1; fi; \
	apt="$$root DEBIAN_FRONTEND=noninteractive apt-get -qq"; \
	$$apt update && $$apt install -y --no-install-recommends $$missing >/dev/null

REPORTS = data/reports
run: export FILE := $(FILE)
run: deps
	@$(MAKE) --no-print-directory build
	./bin/orgstat summary data/binh-thuan-2024.csv --by scope_level,category --sum members
	./bin/orgstat check $(REPORTS)/binh-thuan-2024.en.txt
	@echo '# and a report whose figures do not add up: the exit status is 1'
	./bin/orgstat check $(REPORTS)/ormas-2019-07.id.txt || test $$? = 1
	@test -z "$$FILE" || { set -x; case "$$FILE" in \
	  *.txt|*.md|*.html|*.htm) ./bin/orgstat check "$$FILE" || test $$? = 1;; \
	  *) ./bin/orgstat summary "$$FILE";; esac; }

check: deps
	@$(MAKE) --no-print-directory build
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory variants
	@$(MAKE) --no-print-directory spec

lint:
	luacheck --quiet bin/orgstat lua spec data bench/*.lua bench/peers
	find lua -name '*.lua' -exec luac5.3 -p {} +
	for rock in *.rockspec; do luarocks --lua-version=5.4 lint $$rock || exit 1; done
	$(LUA) $$(command -v ldoc) --quiet --fatalwarnings .

spec:
	$(BUSTED)

# The suite again in a copy of the tree, where the library and the command both load a core built
# with AddressSanitizer and UndefinedBehaviorSanitizer. The core is preloaded too, so that a report
# finds its source lines after a Lua state is closed. Specs tagged #tools run programs of others,
# whose leaks are not ours.
SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan: deps
	rm -rf build/asan
	mkdir -p build/asan
	tar --exclude=./build --exclude=./.git --exclude=./bench -cf - . | tar -xf - -C build/asan
	@$(MAKE) --no-print-directory -C build/asan build CFLAGS="$(SANITIZE)"
	cd build/asan && ORGSTAT_DATA="$(abspath $(or $(ORGSTAT_DATA),../shared))" UBSAN_OPTIONS=print_stacktrace=1 \
	LD_PRELOAD="$$($(CC) -print-file-name=libasan.so) $$PWD/build/orgstat/core.so" $(BUSTED) --exclude-tags=tools

# The specs of whatever runs on several threads, under ThreadSanitizer.
tsan: deps
	rm -rf build/tsan
	mkdir -p build/tsan
	tar --exclude=./build --exclude=./.git --exclude=./bench -cf - . | tar -xf - -C build/tsan
	@$(MAKE) --no-print-directory -C build/tsan build CFLAGS="-O1 -g -fsanitize=thread"
	mkdir -p build/tsan/bin
	$(CC) -std=c11 -O1 -g -fsanitize=thread $(WARNINGS) -I$(LUA_INCDIR) -Wl,-E -o build/tsan/bin/lua5.4 \
	  spec/support/lua.c -llua5.4
	cd build/tsan && ORGSTAT_DATA="$(abspath $(or $(ORGSTAT_DATA),../shared))" TSAN_OPTIONS=halt_on_error=1 \
	PATH="$$PWD/bin:$$PATH" $(BUSTED) --exclude-tags=tools,memory,timed spec/core spec/register

# The variants of the scanner against the plain one; `make neon` does it for 64-bit Arm, in an emulator.
VARIANTS = $(wildcard csrc/core/scan*.c) csrc/core/mem.c spec/support/scan_variants.c
variants:
	@mkdir -p $(BUILD)
	$(CC) -std=c11 -O2 $(WARNINGS) -Icsrc/core -o $(BUILD)/variants $(VARIANTS)
	$(BUILD)/variants

NEON_PACKAGES = gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
neon:
	@$(MAKE) --no-print-directory deps PACKAGES="$(NEON_PACKAGES)"
	@mkdir -p $(BUILD)
	aarch64-linux-gnu-gcc -std=c11 -O2 -static $(WARNINGS) -Icsrc/core -o $(BUILD)/variants-neon $(VARIANTS)
	qemu-aarch64 $(BUILD)/variants-neon

# Has R and Python compute the statistics of the random registers anew, and compares them with ours.
# `make spec` does so with what they gave when spec/recipes/statistics.csv was made.
R_PACKAGES = r-base-core python3
WYOMING    = $(wildcard $(or $(ORGSTAT_DATA),../shared)/data/us-irs-exempt/eo_wy.csv)
stats-r: build
	@$(MAKE) --no-print-directory deps PACKAGES="$(R_PACKAGES)"
	spec/recipes/statistics.sh $(WYOMING) >$(BUILD)/statistics.csv
	STATISTICS=$(BUILD)/statistics.csv $(BUSTED) spec/statistics_spec.lua

# Measures orgstat and its peers on a register of N records, and orgstat on one ten times as long as well
# with BENCH_BIG=1 (2 GB of disk for a million). Missing peers are named in the report.
N         = 1000000
BENCH_BIG ?=
REGISTER  = bench/data/register-$(N).csv
REGISTERS = $(REGISTER) $(if $(BENCH_BIG),bench/data/register-$(N)0.csv)
CHDB      = bench/node_modules/@chdb/lib-linux-x64-gnu
bench: build
	@$(MAKE) --no-print-directory $(REGISTERS) $(if $(wildcard $(CHDB)),$(BUILD)/bench/clickhouse)
	$(LUA) bench/run.lua $(REGISTERS)

bench-json: build $(REGISTER)
	$(LUA) bench/json.lua $(REGISTER)

bench/data/register-%.csv: bench/generate.lua
	@mkdir -p $(@D)
	$(LUA) $< $* >$@.part
	mv $@.part $@

$(BUILD)/bench/clickhouse: bench/peers/clickhouse.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O2 $(WARNINGS) -D_POSIX_C_SOURCE=200809L -o $@ $< -L$(CHDB) -lchdb

bench-deps:
	@$(MAKE) --no-print-directory deps PACKAGES="$(PACKAGES) $(BENCH_PACKAGES) $$(command -v npm >/dev/null || echo npm)"
	npm install --prefix bench --no-package-lock --no-audit --no-fund --loglevel=error

LUA_SHARE = $(PREFIX)/share/lua/5.4
LUA_LIB   = $(PREFIX)/lib/lua/5.4
install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(LUA_LIB)/orgstat
	cd lua && find . -name '*.lua' -exec install -D -m 644 {} $(abspath $(DESTDIR)$(LUA_SHARE))/{} \;
	install -m 755 $(BUILD)/orgstat/*.so $(DESTDIR)$(LUA_LIB)/orgstat
	printf '%s\n' '#!/usr/bin/env lua5.4' \
	  'package.path = "$(LUA_SHARE)/?.lua;$(LUA_SHARE)/?/init.lua;" .. package.path' \
	  'package.cpath = "$(LUA_LIB)/?.so;" .. package.cpath' \
	  'os.exit(require("orgstat.cli").main(arg), true)' >$(DESTDIR)$(PREFIX)/bin/orgstat
	chmod 755 $(DESTDIR)$(PREFIX)/bin/orgstat

clean:
	rm -rf build

help:
	@echo "make            build the core into $(CORE)"
	@echo "make run        install what is missing, build, summarise the sample register, check two reports;"
	@echo "                FILE=x.csv: that register too; FILE=x.txt (.md, .html): that report"
	@echo "make check      install what is missing, build, run every linter and spec"
	@echo "make deps       install what is missing from Debian (root or sudo)"
	@echo "make lint spec  the two halves of check alone"
	@echo "make asan       the specs under AddressSanitizer and UndefinedBehaviorSanitizer"
	@echo "make tsan       the specs of the core and of registers under ThreadSanitizer"
	@echo "make variants   the vector variants of the scanner against plain C; make neon: on an emulated Arm"
	@echo "make stats-r    our statistics against those that R computes now (installs r-base-core)"
	@echo "make bench      orgstat and its peers measured on a million records (N=, BENCH_BIG=1), into bench/results"
	@echo "make bench-json the same of JSON Lines, against DuckDB"
	@echo "make bench-deps install those peers (Debian and npm)"
	@echo "make install    into PREFIX=$(PREFIX) (DESTDIR is honoured)"
	@echo "make clean      remove build/"
