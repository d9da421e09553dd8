-- The rock of the checkout: `luarocks --lua-version=5.4 make` builds and installs it from here.
rockspec_format = "3.0"
package = "orgstat"
version = "dev-1"
source = { url = "." }
description = {
  summary = "Statistics of registers of organisations",
  detailed = [[
Reads registers of organisations (CSV, TSV) into typed columns and counts, sums, groups and
cross-tabulates them exactly: from Lua, embedded in a program, or with the command orgstat.]],
  license = "MIT",
  labels = { "statistics", "csv", "data", "commandline" },
  maintainer = "orgstat contributors",
}
supported_platforms = { "unix" }
dependencies = { "lua >= 5.3, < 5.5", "argparse >= 0.7" }
external_dependencies = { UTF8PROC = { header = "utf8proc.h", library = "utf8proc" } }
build = {
  type = "builtin",
  modules = {
    ["orgstat.core"] = {
      sources = {
        "csrc/binding/build.c",
        "csrc/binding/module.c",
        "csrc/binding/query.c",
        "csrc/binding/register.c",
        "csrc/binding/rows.c",
        "csrc/binding/summary.c",
        "csrc/core/block.c",
        "csrc/core/column.c",
        "csrc/core/exact.c",
        "csrc/core/float.c",
        "csrc/core/group.c",
        "csrc/core/keys.c",
        "csrc/core/mem.c",
        "csrc/core/scan.c",
        "csrc/core/scan_avx2.c",
        "csrc/core/scan_neon.c",
        "csrc/core/scan_plain.c",
        "csrc/core/scan_sse2.c",
        "csrc/core/sort.c",
        "csrc/core/source.c",
        "csrc/core/value.c",
      },
      incdirs = { "csrc/core", "$(UTF8PROC_INCDIR)" },
      libdirs = { "$(UTF8PROC_LIBDIR)" },
      libraries = { "utf8proc", "pthread" },
    },
    ["orgstat.cli"] = "lua/orgstat/cli/init.lua",
    ["orgstat.cli.input"] = "lua/orgstat/cli/input.lua",
    ["orgstat.cli.list"] = "lua/orgstat/cli/list.lua",
    ["orgstat.cli.nearest"] = "lua/orgstat/cli/nearest.lua",
    ["orgstat.cli.options"] = "lua/orgstat/cli/options.lua",
    ["orgstat.cli.output"] = "lua/orgstat/cli/output.lua",
    ["orgstat.cli.problem"] = "lua/orgstat/cli/problem.lua",
    ["orgstat.cli.summary"] = "lua/orgstat/cli/summary.lua",
    ["orgstat.cli.where"] = "lua/orgstat/cli/where.lua",
    ["orgstat.present.csv"] = "lua/orgstat/present/csv.lua",
    ["orgstat.present.json"] = "lua/orgstat/present/json.lua",
    ["orgstat.present.markdown"] = "lua/orgstat/present/markdown.lua",
    ["orgstat.present.number"] = "lua/orgstat/present/number.lua",
    ["orgstat.present.ordered"] = "lua/orgstat/present/ordered.lua",
    ["orgstat.present.shape"] = "lua/orgstat/present/shape.lua",
    ["orgstat.present.text"] = "lua/orgstat/present/text.lua",
    ["orgstat.register.aggregate"] = "lua/orgstat/register/aggregate.lua",
    ["orgstat.register.count"] = "lua/orgstat/register/count.lua",
    ["orgstat.register.crosstab"] = "lua/orgstat/register/crosstab.lua",
    ["orgstat.register.errors"] = "lua/orgstat/register/errors.lua",
    ["orgstat.register.group"] = "lua/orgstat/register/group.lua",
    ["orgstat.register.missing"] = "lua/orgstat/register/missing.lua",
    ["orgstat.register.names"] = "lua/orgstat/register/names.lua",
    ["orgstat.register.plan"] = "lua/orgstat/register/plan.lua",
    ["orgstat.register.schema"] = "lua/orgstat/register/schema.lua",
    ["orgstat.register.show"] = "lua/orgstat/register/show.lua",
    ["orgstat.register.stats"] = "lua/orgstat/register/stats.lua",
    ["orgstat.register.where"] = "lua/orgstat/register/where.lua",
  },
  install = { bin = { "bin/orgstat" } },
}
test = { type = "command", command = "make spec" }
