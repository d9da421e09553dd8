--- The file of scanned registers: open, read by one pass at a time, with what is known of it so far.
--
-- A leaf is shared by all registers that come from one `orgstat.scan` by `where` and `select`:
-- `names` of the file's fields and `index` (name -> column), their `types` (believed after a sample,
-- `sure` once all values were seen), `opts` and `path` of the reading, the `outcome` of the last pass.
-- @module orgstat.register.leaf

local core = require "orgstat.core"
local errors = require "orgstat.register.errors"

local leaf = {}

--- A leaf.
-- @param scan what `core.scan` gave
-- @tparam {string,...} names
-- @tparam {string,...} types as believed
-- @tparam boolean sure whether they are known to be right
-- @tparam table opts reading options, checked
-- @tparam string path
-- @treturn table
function leaf.new(scan, names, types, sure, opts, path)
  local self = {
    scan = scan, names = names, types = types, sure = {}, opts = opts, path = path, index = {},
    users = setmetatable({}, { __mode = "k" }), -- the registers that need the file
    turns = {}, -- column -> list of the note which value decided its type, if that is known
    blank = {}, -- column -> whether it has no value in the whole file, if that is known
    digits = {}, -- column of decimals -> a zero with as many digits as the field has anywhere
  }
  for c, name in ipairs(names) do
    local given = opts.types == "text" or type(opts.types) == "table" and opts.types[name]
    self.sure[c] = sure or given and true or false
    self.turns[c] = given and {} or nil
    self.index[name] = c
  end
  return self
end

--- Keeps the file open for a register.
-- @tparam table self
-- @tparam register reg
function leaf.hold(self, reg)
  self.users[reg] = true
end

--- Closes the file when no other register needs it.
-- @tparam table self
-- @tparam register reg the one that is closed
function leaf.release(self, reg)
  self.users[reg] = nil
  self.closing = next(self.users) == nil
  if self.closing and not self.busy then
    core.scan_close(self.scan)
  end
end

--- Raises what reading came to.
-- @tparam table self
-- @tparam table details
function leaf.fail(self, details)
  details.file = self.path
  error(errors.details(details), 0)
end

--- Calls the core. A callback or a hook must not begin another call meanwhile.
-- @tparam table self
-- @tparam function f a function of the core that takes a scan first
-- @param ... the rest
-- @return its first two results
function leaf.call(self, f, ...)
  if self.busy then
    errors.raise "the file of this register is being read at the moment"
  end
  self.busy = true
  local ok, result, more = pcall(f, self.scan, ...)
  self.busy = false
  if self.closing then
    core.scan_close(self.scan)
  end
  if not ok then
    error(result, 0)
  end
  return result, more
end

--- Calls a function of the core that goes through the whole file.
-- @tparam table self
-- @tparam function f
-- @param ... what it takes after the scan and before the callback for progress
-- @return its result, or nil and a word of the core; a failure is raised
function leaf.pass(self, f, ...)
  local arguments = table.pack(...)
  local n = arguments.n + 1
  arguments[n] = self.opts.progress
  local result, more = leaf.call(self, f, table.unpack(arguments, 1, n))
  if result then
    self.outcome = more
  elseif type(more) == "table" then
    leaf.fail(self, more)
  end
  return result, more
end

--- Reads the file for the types of columns that are only believed.
-- @tparam table self
-- @tparam {integer,...} columns
function leaf.settle(self, columns)
  local list = {}
  for _, c in ipairs(columns) do
    if not self.sure[c] then
      list[#list + 1] = c
    end
  end
  if #list > 0 then
    local types = leaf.pass(self, core.scan_types, list)
    for _, c in ipairs(list) do
      self.types[c], self.sure[c] = types[c], true
    end
  end
end

return leaf
