-- XLSX workbooks for orgstat; see orgstat-dev-1.rockspec.
rockspec_format = "3.0"
package = "orgstat-xlsx"
version = "dev-1"
source = { url = "." }
description = {
  summary = "XLSX workbooks, for orgstat",
  detailed = [[
With this module orgstat reads and writes XLSX workbooks. It needs libzip, expat and libxlsxwriter
(Debian: libzip-dev libexpat1-dev libxlsxwriter-dev).]],
  license = "MIT",
  labels = { "statistics", "xlsx", "spreadsheet" },
  maintainer = "orgstat contributors",
}
supported_platforms = { "unix" }
dependencies = { "lua >= 5.4, < 5.5", "orgstat = dev-1" }
external_dependencies = {
  ZIP = { header = "zip.h", library = "zip" },
  EXPAT = { header = "expat.h", library = "expat" },
  XLSXWRITER = { header = "xlsxwriter.h", library = "xlsxwriter" },
}
build = {
  type = "builtin",
  modules = {
    ["orgstat.xlsx"] = {
      sources = {
        "csrc/core/float.c",
        "csrc/core/mem.c",
        "csrc/xlsx/module.c",
        "csrc/xlsx/package.c",
        "csrc/xlsx/sheet.c",
        "csrc/xlsx/values.c",
        "csrc/xlsx/write.c",
      },
      incdirs = { "$(ZIP_INCDIR)", "$(EXPAT_INCDIR)", "$(XLSXWRITER_INCDIR)" },
      libdirs = { "$(ZIP_LIBDIR)", "$(EXPAT_LIBDIR)", "$(XLSXWRITER_LIBDIR)" },
      libraries = { "zip", "expat", "xlsxwriter" },
    },
  },
}
