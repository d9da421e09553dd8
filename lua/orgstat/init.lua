--- orgstat: registers of organisations, and reports about them.
--
-- This file is the facade: what a program gets from `require "orgstat"`. Everything is loaded when
-- it is first used. It is also where registers meet the writers of `orgstat.present`.
--
--     local orgstat = require "orgstat"
--     local reg = assert(orgstat.read("data/binh-thuan-2024.csv"))
--     print(reg:count("scope_level"))
--
-- @module orgstat

--- What the library offers.
-- @table orgstat
-- @field version text, such as "0.1.0-dev"
-- @field _VERSION "orgstat " and the version
-- @field diff (old, new, opts): two snapshots compared; see `orgstat.register.diff`
-- @field key (text, kind): what is the same however a name is written; see `orgstat.register.key`
-- @field read (path, opts): a register from a file; see `orgstat.register.open`
-- @field scan (path, opts): a register whose records stay in the file; see `orgstat.register.open`
-- @field sniff (path, opts): what a file says about its own form, and why; see `orgstat.register.sniff`
-- @field parse (text, opts): a register from text in memory; see `orgstat.register.open`
-- @field reader (opts): takes a register's bytes piece by piece; see `orgstat.register.open`
-- @field register (records, fields): a register from Lua tables; see `orgstat.register.make`
-- @field report (table): reads reports, see `orgstat.report`
-- @field mapping known sources: list, detect, apply; see `orgstat.register.mapping`
-- @field schema what fields should be: read, write, infer; see `orgstat.schema`
-- @field missing stands for a missing value where nil cannot; see `orgstat.register.missing`
local orgstat = { version = "0.1.0-dev", _VERSION = "orgstat 0.1.0-dev" }

--- Writes a register to a file. The file is written beside its place, brought to the disk and renamed,
-- so that it is there whole or not at all. CSV is UTF-8 with LF and reads back as the same records: a
-- missing value is an empty field and an empty text is "". JSON is an array of objects with the fields
-- in their order, where the key of a missing value is absent and decimals keep all digits; JSON Lines has
-- an object a line. XLSX: see `orgstat.present.xlsx`. A sum that outgrew its type is no finite number, and
-- is left out of all.
-- @function register:write
-- @tparam string path
-- @tparam[opt] table opts `format`: "csv", "tsv", "json", "jsonl" or "xlsx" (default: by the file's
-- extension); `compress`: "gzip" or "zstd" (default: as .gz or .zst behind it says); `separator` (csv);
-- `header` (csv, xlsx; default true); `safe` (csv: text that a spreadsheet would take for a formula gets
-- an apostrophe in front)
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details, code "write_failed", or what reading the file of a scanned register comes to
-- @raise on wrong arguments, and when neither opts nor the extension says the format
local function write(reg, path, opts)
  local errors = require "orgstat.register.errors"
  require("orgstat.register.schema").check(reg, "write")
  if type(path) ~= "string" then
    errors.raise("write: path must be a string, got %s", errors.kind(path))
  elseif path:find("\0", 1, true) then
    errors.raise("write: path holds a NUL byte: %s", errors.quote(path))
  end
  opts = require("orgstat.register.options").writing(opts, "write")
  local file = require "orgstat.present.file"
  return file.write(reg, path, file.format(path, opts, "write"))
end

-- Joins registers and writers, once registers are used.
local joined = false
local function join()
  if not joined then
    require("orgstat.register.methods").write = write
    require("orgstat.register.show").use(function(...)
      return require("orgstat.present.text").table(...)
    end)
    joined = true
  end
end

-- name -> how it is loaded
local LOAD = {
  diff = function()
    join()
    return require "orgstat.register.diff"
  end,
  key = function()
    return require("orgstat.register.key").of
  end,
  missing = function()
    return require "orgstat.register.missing"
  end,
  report = function()
    return require "orgstat.report"
  end,
  mapping = function()
    join()
    local all = require "orgstat.register.mapping"
    return { apply = all.apply, detect = all.detect, list = all.list }
  end,
  schema = function()
    return require "orgstat.schema"
  end,
  register = function()
    join()
    return require "orgstat.register.make"
  end,
}
LOAD.sniff = function()
  return require "orgstat.register.sniff"
end
for _, name in ipairs { "read", "scan", "parse", "reader" } do
  LOAD[name] = function()
    join()
    return require("orgstat.register.open")[name]
  end
end

return setmetatable(orgstat, {
  __index = function(_, name)
    local load = LOAD[name]
    if load then
      orgstat[name] = load()
      return orgstat[name]
    end
  end,
})
