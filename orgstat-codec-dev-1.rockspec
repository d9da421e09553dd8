-- Compressed registers for orgstat; see orgstat-dev-1.rockspec.
rockspec_format = "3.0"
package = "orgstat-codec"
version = "dev-1"
source = { url = "." }
description = {
  summary = "Registers compressed by gzip and zstd, for orgstat",
  detailed = [[
With this module orgstat reads and writes registers that are compressed by gzip or zstd. It needs zlib
and libzstd (Debian: zlib1g-dev libzstd-dev).]],
  license = "MIT",
  labels = { "statistics", "gzip", "zstd" },
  maintainer = "orgstat contributors",
}
supported_platforms = { "unix" }
dependencies = { "lua >= 5.4, < 5.5", "orgstat = dev-1" }
external_dependencies = {
  ZLIB = { header = "zlib.h", library = "z" },
  ZSTD = { header = "zstd.h", library = "zstd" },
}
build = {
  type = "builtin",
  modules = {
    ["orgstat.codec"] = {
      sources = { "csrc/codec/codec.c" },
      incdirs = { "$(ZLIB_INCDIR)", "$(ZSTD_INCDIR)" },
      libdirs = { "$(ZLIB_LIBDIR)", "$(ZSTD_LIBDIR)" },
      libraries = { "z", "zstd" },
    },
  },
}
