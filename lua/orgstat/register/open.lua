--- Registers from CSV and TSV: files, texts in memory, and bytes pushed piece by piece.
--
-- Options (all optional): `separator` (one character; found from the data if absent), `header`
-- (boolean, default true; without one the fields are `column_1` ...), `missing` (words that mean
-- missing, for instance { "NA" }), `types` ("text" for all fields, or { field = type }), `bad_rows`
-- ("error", the default, or "collect": rows with too few or too many fields go to `reg:rejects()`),
-- `quotes` ("strict", the default, or "lenient"), `threads` (default: as many as the machine has
-- processors), `kinds` and `time` (what may be added up: see `orgstat.register.kinds`), `progress` (a
-- function called now and then with bytes done and bytes in all).
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
  state.name, state.reading, state.fields = name, opts, schema.names(reg)
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

--- Reads a file.
-- @tparam string path
-- @tparam[opt] table opts see above
-- @treturn[1] register
-- @treturn[2] nil
-- @treturn[2] string message
-- @treturn[2] table details
-- @raise on a wrong argument
-- @usage local reg = assert(orgstat.read("data/binh-thuan-2024.csv"))
function open.read(path, opts)
  check_path(path, "orgstat.read")
  opts = options.reading(opts, "orgstat.read")
  local reg, details = core.load({ path = path }, opts, opts.progress)
  if details then
    details.file = details.file or path
  end
  return finish(reg, details, path, opts, "orgstat.read")
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
-- with the right ones. See `register` for what such a register can do.
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
  local scan, given, types, sure, doubts = core.scan({ path = path }, opts)
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
  return finish(reg, nil, path, opts, "orgstat.scan")
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
  local reg, details = core.load({ text = text }, opts, opts.progress)
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
    local ok, details = core.push(self.core, bytes)
    if ok == false or details then
      self.failure = details
    end
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
  local reg, details = core.finish(self.core)
  self.core = nil
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
  return setmetatable({ core = core.reader(opts), opts = opts }, Reader)
end

return open
