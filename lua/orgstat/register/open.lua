--- Registers from files, texts in memory, and bytes pushed piece by piece: CSV, TSV, JSON and XLSX,
-- each also compressed by gzip or zstd. What they are is seen from their bytes.
--
-- Options (all optional): `separator` (one character; found from the data if absent), `header`
-- (boolean, default true; without one the fields are `column_1` ...), `missing` (words that mean
-- missing, for instance { "NA" }), `types` ("text" for all fields, or { field = type }), `bad_rows`
-- ("error", the default, or "collect": rows with too few or too many fields go to `reg:rejects()`),
-- `quotes` ("strict", the default, or "lenient"), `threads` (default: as many as the machine has
-- processors), `kinds` and `time` (what may be added up: see `orgstat.register.kinds`), `progress` (a
-- function called now and then with bytes done and bytes in all), `format` ("csv", "tsv", "json", "jsonl"
-- or "xlsx"; default: seen from the bytes),
-- `max_bytes` (the most that a compressed source may unpack to; default: 100 times its size, at least
-- 256 MiB), `source` (a field to add that says which file a record is from), and of XLSX: `sheet`
-- (name, or number from 1; default: the first), `header_row` (the row of the sheet that holds the
-- header; default: the first that is half as wide as the table), and of JSON: `explode` (the list whose
-- elements become records), `key_field` (the field for the keys of an object of objects; default
-- "key"), `mapping` (a known source as records of organisations: see `orgstat.register.mapping`).
--
-- Of encodings: `encoding` (a name that iconv knows; default "auto": UTF-8, or what the bytes say beyond
-- doubt), `invalid` ("error", the default, or "replace": what is no text becomes U+FFFD), `nfc` (boolean:
-- names and texts in Unicode normal form C). Of dialects: `quote` (the quote character, or "" for none),
-- `skip` (lines to leave out at the head; if absent, title lines are looked for), `comment` (what comment
-- lines begin with), `header_rows` (default 1; names of several are joined), `totals` ({ field =, value = }:
-- rows with that value, or one of a list, go to `reg:totals()`). Of locales: `locale` (the name of a preset,
-- "auto", or notations field by field), `decimal`, `group` and `dates`; see `orgstat.register.locale`.
-- `doc/reading.md` says more of all these.
--
-- These functions return nil, a message and a details table (see `orgstat.register.errors`) when the
-- data or the system is at fault. They raise on unknown options, arguments of the wrong type, and a
-- field in `types` that the data do not have.
-- @module orgstat.register.open

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local kinds = require "orgstat.register.kinds"
local leaves = require "orgstat.register.leaf"
local names = require "orgstat.register.names"
local options = require "orgstat.register.options"
local plan = require "orgstat.register.plan"
local scanned = require "orgstat.register.scanned"
local schema = require "orgstat.register.schema"
local source = require "orgstat.register.source"

require "orgstat.register.methods"

local open = {}

local function check_path(path, who)
  if type(path) ~= "string" then
    errors.raise("%s: path must be a string, got %s", who, errors.kind(path))
  elseif path:find("\0", 1, true) then
    errors.raise("%s: path holds a NUL byte: %s", who, errors.quote(path))
  end
end

-- What reading gave: a register, or nil and details.
local function finish(reg, details, name, opts, who)
  if not reg then
    return errors.fail(details)
  end
  local state = core.state(reg)
  state.name = name
  if opts.totals then -- what `reg:totals()` needs
    state.fields, state.reading = schema.names(reg), {}
    for _, key in ipairs { "missing", "quote", "quotes", "nfc", "notation", "notations" } do
      state.reading[key] = opts[key]
    end
  end
  local function need(option, field)
    if not schema.index(reg)[field] then
      local hint = names.hint(field, schema.names(reg), "fields")
      plan.close(reg)
      errors.raise("%s: option '%s': no field '%s' in %s%s", who, option, field, name, hint)
    end
  end
  for field in pairs(type(opts.types) == "table" and opts.types or {}) do
    need("types", field)
  end
  for _, one in ipairs(opts.notations or {}) do
    need("locale", one[1])
  end
  if opts.totals then
    need("totals", opts.totals.field)
  end
  if core.state(reg).nothing_exploded then
    plan.close(reg)
    errors.raise("%s: option 'explode': no list '%s' in %s", who, opts.explode, name)
  end
  if opts.mapping then
    local mapped, message, why = require("orgstat.register.mapping").apply(reg, opts.mapping)
    if not mapped then
      plan.close(reg)
      return nil, message, why
    end
    reg = mapped
  end
  if opts.kinds or opts.time then
    local ok, fault = pcall(function()
      kinds.declare(reg, opts.kinds, nil, who .. ": option 'kinds'")
      kinds.declare(reg, nil, opts.time, who .. ": option 'time'")
    end)
    if not ok then
      plan.close(reg)
      error(fault, 0)
    end
  end
  return reg
end

-- A register whose records stand on lines of a file that can be read again, for those who ask on which.
local function placed(reg, from, kind, opts)
  if reg and kind == "csv" and from.path then
    local copy = {}
    for key, value in pairs(opts) do
      if key ~= "progress" then
        copy[key] = value
      end
    end
    core.state(reg).place = { path = from.path, opts = copy }
  end
  return reg
end

-- Options that only some formats have, and what a message calls each format.
local ONLY = {
  sheet = { xlsx = true }, header_row = { xlsx = true },
  explode = { json = true }, key_field = { json = true },
  separator = { csv = true }, quotes = { csv = true },
  encoding = { csv = true, json = true },
}
local CALLED = { csv = "delimited text", json = "JSON", xlsx = "an XLSX workbook" }

local function check_kind(kind, opts)
  for name, kinds_of in pairs(ONLY) do
    if opts[name] ~= nil and not kinds_of[kind] then
      errors.raise("option '%s': this is %s, which has none; leave it out", name, CALLED[kind])
    end
  end
end

-- Loads what a source turned out to be, or says what was wrong with it.
local function load(from, kind, opts)
  if not from then
    return nil, kind
  end
  check_kind(kind, opts)
  if kind == "xlsx" then
    return require("orgstat.register.workbook").load(from, opts)
  elseif kind == "json" then
    return core.load_json(from, opts, opts.progress)
  end
  return core.load(from, opts, opts.progress)
end

-- Several files as one register; see `orgstat.register.several`.
local function several(list, opts)
  list = type(list) == "table" and list or { list }
  local reg, details = require("orgstat.register.several").load(list, opts, function(path, as_written)
    local from, kind = source.file(path, opts)
    return load(from, kind, as_written(kind))
  end)
  local name = #list == 1 and list[1] or ("%d files"):format(#list)
  return finish(reg, details, name, opts, "orgstat.read")
end

--- Reads a file, or several files as one register. The fields of several are joined by name, in the
-- order in which they come; a field that a file does not have is missing in its records, and types are
-- found from the values of all files.
-- @tparam string|{string,...} path
-- @tparam[opt] table opts see above
-- @treturn[1] register
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details
-- @raise on a wrong argument
-- @usage local reg = assert(orgstat.read("data/binh-thuan-2024.csv"))
-- local all = assert(orgstat.read({ "2023.csv", "2024.xlsx" }, { source = "file" }))
function open.read(path, opts)
  if type(path) == "table" then
    for _, one in ipairs(path) do
      check_path(one, "orgstat.read")
    end
  else
    check_path(path, "orgstat.read")
  end
  opts = options.reading(opts, "orgstat.read")
  if type(path) == "table" or opts.source then
    return several(path, opts)
  end
  local from, kind = source.file(path, opts)
  local reg, details = load(from, kind, opts)
  if details then
    details.file = details.file or path
  end
  return finish(placed(reg, from, kind, opts), details, path, opts, "orgstat.read")
end

-- The core keeps these for every query: nobody else must have them.
local function own(opts)
  for _, key in ipairs { "missing", "types" } do
    if type(opts[key]) == "table" then
      local copy = {}
      for k, value in pairs(opts[key]) do
        copy[k] = value
      end
      opts[key] = copy
    end
  end
  return opts
end

--- Opens a file whose records stay in it: each query goes through the file, parses the fields that it
-- needs, and keeps what its result needs, so that a file may be larger than memory. The types of the
-- fields are first believed after a sample; a query that meets a value that does not fit begins again
-- with the right ones. See `register` for what such a register can do. A compressed file is unpacked
-- into memory and stays there; of JSON and XLSX the records are loaded, as by `read`.
-- @tparam string path
-- @tparam[opt] table opts see above; `progress` is called for each time that the file is read
-- @treturn[1] register
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details
-- @raise on a wrong argument
-- @usage local reg = assert(orgstat.scan("national.csv"))
-- print(reg:where({ status = "active" }):count("province"))
function open.scan(path, opts)
  check_path(path, "orgstat.scan")
  opts = own(options.reading(opts, "orgstat.scan"))
  if opts.locale == "auto" then
    errors.raise 'orgstat.scan: locale = "auto" must see all values first; use orgstat.read, or name the locale'
  end
  local from, kind = source.file(path, opts)
  if kind ~= "csv" or opts.source then
    local reg, details
    if opts.source then
      reg, details = several(path, opts)
    else
      reg, details = load(from, kind, opts)
    end
    if details then
      details.file = details.file or path
    end
    return finish(reg, details, path, opts, "orgstat.scan")
  end
  check_kind(kind, opts)
  local scan, given, types, sure, doubts = core.scan(from, opts)
  if not scan then
    given.file = given.file or path
    return errors.fail(given)
  end
  for c in pairs(doubts) do -- the core reads opts anew for every query
    opts.types = type(opts.types) == "table" and opts.types or {}
    opts.types[given[c]], types[c] = "text", "text"
  end
  local leaf = leaves.new(scan, given, types, sure, opts, path)
  for c, text in pairs(doubts) do
    leaf.turns[c] = { { why = "comma_locale", field = given[c], text = text } }
  end
  local view = scanned.new(leaf)
  local reg = core.lazy { names = given, name = path, scanned = view }
  leaves.hold(view.leaf, reg)
  return finish(placed(reg, from, kind, opts), nil, path, opts, "orgstat.scan")
end

--- Reads a text that is in memory.
-- @tparam string text
-- @tparam[opt] table opts see above
-- @treturn[1] register
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details
-- @raise on a wrong argument
function open.parse(text, opts)
  if type(text) ~= "string" then
    errors.raise("orgstat.parse: text must be a string, got %s", errors.kind(text))
  end
  opts = options.reading(opts, "orgstat.parse")
  local from, kind = source.text(text, opts)
  local reg, details = load(from, kind, opts)
  return finish(reg, details, "parsed text", opts, "orgstat.parse")
end

--- Reads bytes as they come; made by `orgstat.reader`.
-- @type reader
local Reader = {}
Reader.__index = Reader
Reader.__name = "orgstat.reader"

local function check_reader(self, method)
  if getmetatable(self) ~= Reader then
    errors.raise("%s: call it on a reader with a colon: reader:%s(...)", method, method)
  elseif self.finished then
    errors.raise("%s: the reader is finished; make a new one with orgstat.reader()", method)
  end
end

--- Takes the next bytes. Pieces may end anywhere, also inside a character.
-- @tparam string bytes
-- @treturn[1] reader itself, so that calls can be chained
-- @treturn[2] nil after a fault in the data, again at each later call
-- @treturn[2] string message
-- @treturn[2] table details
-- @raise when bytes is no string, or after `finish`
function Reader:push(bytes)
  check_reader(self, "push")
  if type(bytes) ~= "string" then
    errors.raise("push: bytes must be a string, got %s", errors.kind(bytes))
  elseif not self.failure then
    local _, details = self.intake:push(bytes)
    self.failure = details
  end
  if self.failure then
    return errors.fail(self.failure)
  end
  return self
end

--- Ends the input.
-- @treturn[1] register
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details
-- @raise when it is called twice
function Reader:finish()
  check_reader(self, "finish")
  self.finished = true
  if self.failure then
    return errors.fail(self.failure)
  end
  local from, kind = self.intake:finish()
  self.intake = nil
  local reg, details = load(from, kind, self.opts)
  return finish(reg, details, "pushed bytes", self.opts, "finish")
end

--- A reader that bytes are pushed into.
-- @tparam[opt] table opts see above
-- @treturn reader
-- @raise on a wrong option
-- @usage local reader = orgstat.reader()
-- for piece in socket_pieces() do assert(reader:push(piece)) end
-- local reg = assert(reader:finish())
function open.reader(opts)
  opts = options.reading(opts, "orgstat.reader")
  return setmetatable({ intake = source.intake(opts), opts = opts }, Reader)
end

return open
