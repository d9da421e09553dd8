--- Compressed bytes on their way into memory, piece by piece, up to a limit.
-- @module orgstat.register.unpack

local unpack = {}

-- The least that is let through, and how many bytes may come of one: registers that compress better
-- are rare, and what is made to fill a memory goes far beyond.
local FREE, RATIO = 256 * 1024 * 1024, 100

local PACKAGE = {
  codec = "zlib1g-dev and libzstd-dev, and run make again, or install the rock orgstat-codec",
  xlsx = "libzip-dev, libexpat1-dev and libxlsxwriter-dev, and run make again, or install the rock orgstat-xlsx",
}

--- A module that may not have been built.
-- @string name "codec" or "xlsx"
-- @treturn[1] table
-- @treturn[2] nil
-- @treturn[2] table details
function unpack.module(name)
  local ok, module = pcall(require, "orgstat." .. name)
  if ok then
    return module
  end
  return nil, { code = "no_module", text = "orgstat." .. name, advice = "install " .. PACKAGE[name],
    system = not tostring(module):find("not found:", 1, true) and tostring(module) or nil }
end

local Unpacker = {}
Unpacker.__index = Unpacker

--- @string kind "gzip" or "zstd"
-- @tparam function sink takes what comes out, a string at a time
-- @tparam ?integer most the option `max_bytes`
-- @treturn[1] table with methods `push` and `finish`
-- @treturn[2] nil
-- @treturn[2] table details
function unpack.new(kind, sink, most)
  local codec, details = unpack.module("codec")
  if not codec then
    return nil, details
  end
  return setmetatable({ kind = kind, sink = sink, most = most, decoder = codec.decoder(kind) }, Unpacker)
end

-- Ends; what the decoder holds outside of Lua's memory is freed at once.
local function stop(self, details)
  local taken, given = self.decoder:counts()
  self.decoder:close()
  details.byte, details.found, details.kind = taken + 1, given, self.kind
  return nil, details
end

local function beyond(self)
  local taken, given = self.decoder:counts()
  local most = self.most or math.max(FREE, RATIO * taken)
  return given > most and most
end

--- Takes the next bytes.
-- @string bytes
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] table details
function Unpacker:push(bytes)
  local decoder = self.decoder
  decoder:feed(bytes)
  while true do
    local piece, why = decoder:read()
    if piece == nil then
      return true
    elseif piece == false then
      return stop(self, { code = "corrupt", system = why })
    end
    local most = beyond(self)
    if most then
      return stop(self, { code = "too_large", wanted = most })
    end
    self.sink(piece)
  end
end

--- Ends the input.
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] table details
function Unpacker:finish()
  if not self.decoder:whole() then
    return stop(self, { code = "truncated" })
  end
  self.decoder:close()
  return true
end

return unpack
