--- Where the bytes of a register are: in a file that is read where it lies, or in memory, once they
-- came through a pipe, piece by piece or out of a compressed file.
-- @module orgstat.register.source

local core = require "orgstat.core"
local format = require "orgstat.register.format"
local unpack = require "orgstat.register.unpack"

local source = {}

local PIECE = 256 * 1024

-- Bytes that come piece by piece, decompressed if they have to be.
local Intake = {}
Intake.__index = Intake

--- Takes bytes piece by piece.
-- @tparam table opts reading options: `format`, `max_bytes`, `encoding`
-- @tparam ?string name of the file
-- @treturn table with methods `push` and `finish`
function source.intake(opts, name)
  return setmetatable({ reader = core.reader(), opts = opts, name = name, head = "" }, Intake)
end

local function begin(self)
  self.begun = true
  local kind = format.compression(self.head)
  if not kind then
    return core.push(self.reader, self.head)
  end
  local why
  self.unpacker, why = unpack.new(kind, function(piece)
    core.push(self.reader, piece)
  end, self.opts.max_bytes)
  if not self.unpacker then
    return nil, why
  end
  self.size = 0
  return self.unpacker:push(self.head)
end

--- @string bytes
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] table details
function Intake:push(bytes)
  local ok, details = true, nil
  if self.begun then
    if self.unpacker then
      ok, details = self.unpacker:push(bytes)
    else
      core.push(self.reader, bytes)
    end
  else
    self.head = self.head .. bytes
    if #self.head >= format.MAGIC then
      ok, details = begin(self)
    end
  end
  return ok and true, details
end

--- Whether no more is needed to know that these bytes are no text: whatever sends them may never end.
-- @treturn boolean
function Intake:hopeless()
  if self.opts.encoding or self.opts.format or self.unpacker or not self.begun then
    return false
  end
  local head = core.peek(self.reader, format.HEAD)
  return format.of(head, self.name) == "csv" and head:byte() < 0xFE and head:match("^[^\r\n]*"):find("%z") ~= nil
end

--- @treturn[1] table what the core loads
-- @treturn[1] string what reads it: "csv", "json" or "xlsx"
-- @treturn[2] nil
-- @treturn[2] table details
function Intake:finish()
  local ok, details = true, nil
  if not self.begun then
    ok, details = begin(self)
  end
  if ok and self.unpacker then
    ok, details = self.unpacker:finish()
  end
  if not ok then
    return nil, details
  end
  local head = core.peek(self.reader, format.HEAD)
  local kind
  kind, details = format.of(head, self.name, self.opts.format)
  if kind and self.unpacker and format.compression(head) then
    return nil, { code = "unknown_format", text = "compressed twice", advice = "decompress it once by hand" }
  elseif not kind then
    return nil, details
  end
  return { reader = self.reader }, kind
end

local function read_all(file, head, size, opts, name)
  local intake, done = source.intake(opts, name), 0
  local piece, message = head, nil
  while piece do
    local ok, details = intake:push(piece)
    if not ok then
      return nil, details
    end
    done = done + #piece
    if opts.progress then
      opts.progress(done, size)
    end
    if done == #head and intake:hopeless() then
      break
    end
    piece, message = file:read(PIECE)
  end
  if message then
    return nil, { code = "read_failed", system = message }
  end
  return intake:finish()
end

--- A file: as it lies there, or its bytes, if they have to be decompressed or come only once.
-- @string path
-- @tparam table opts reading options
-- @treturn[1] table what the core loads
-- @treturn[1] string what reads it
-- @treturn[2] nil
-- @treturn[2] table details
function source.file(path, opts)
  local plain = { path = path }
  local file = io.open(path, "rb")
  if not file then -- the core says why
    return plain, "csv"
  end
  local size = file:seek("end")
  if size and not file:seek("set") then
    size = nil
  end
  local head, message = file:read(format.HEAD)
  local first, second
  if message or size and not head then
    first, second = plain, "csv" -- a folder, an empty file, a bad disk: the core says which
  elseif size and not format.compression(head) then
    first, second = format.of(head, path, opts.format)
    if first then
      first, second = plain, first
    end
  else
    first, second = read_all(file, head or "", size or 0, opts, path)
  end
  file:close()
  return first, second
end

--- A text in memory.
-- @string text
-- @tparam table opts reading options
-- @treturn[1] table what the core loads
-- @treturn[1] string what reads it
-- @treturn[2] nil
-- @treturn[2] table details
function source.text(text, opts)
  if not format.compression(text:sub(1, format.MAGIC)) then
    local kind, details = format.of(text:sub(1, format.HEAD), nil, opts.format)
    if not kind then
      return nil, details
    end
    return { text = text }, kind
  end
  local intake = source.intake(opts)
  local ok, details = intake:push(text)
  if not ok then
    return nil, details
  end
  return intake:finish()
end

return source
