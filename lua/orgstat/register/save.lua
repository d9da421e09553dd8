--- Files that are there whole or not at all: written beside their place, then renamed.
-- @module orgstat.register.save

local errors = require "orgstat.register.errors"

local failed = {} -- raised by the sink, to get out of a writer

-- A name in the same folder that no file has. Nothing here is secret; it need only be free.
local function free_name(path)
  local mark = tostring({}):match("(%w+)$")
  for try = 1, 100 do
    local name = ("%s.%s-%d.tmp"):format(path, mark, try)
    local file = io.open(name, "rb")
    if not file then
      return name
    end
    file:close()
  end
  return path .. ".tmp"
end

-- Device files are written in place: renaming would put a file where the device was.
local function in_place(path)
  return path:find("^/dev/") or path:find("^/proc/")
end

local function without_name(message, name)
  return message:sub(1, #name + 2) == name .. ": " and message:sub(#name + 3) or message
end

--- Writes a file.
-- @tparam string path
-- @tparam function produce called with a sink, a function that takes strings
-- @treturn[1] boolean true
-- @treturn[2] nil when the system is at fault; nothing is left behind, an older file is untouched
-- @treturn[2] string message
-- @treturn[2] table details, code "write_failed"
-- @raise what `produce` raises
return function(path, produce)
  local name = in_place(path) and path or free_name(path)
  local function fail(reason)
    return errors.fail { code = "write_failed", file = path, system = without_name(reason or "unknown", name) }
  end
  local file, reason = io.open(name, "wb")
  if not file then
    return fail(reason)
  end
  file:setvbuf("full", 65536)
  local why
  local ok, raised = pcall(produce, function(piece)
    local written, message = file:write(piece)
    if not written then
      why = message
      error(failed)
    end
  end)
  local closed, message = file:close()
  local renamed
  if ok and closed and name ~= path then
    renamed, message = os.rename(name, path)
  end
  if ok and closed and (renamed or name == path) then
    return true
  end
  if name ~= path then
    os.remove(name)
  end
  if not ok and raised ~= failed then
    error(raised, 0)
  end
  return fail(why or message)
end
