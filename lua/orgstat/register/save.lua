--- Files that are there whole or not at all: written beside their place, brought to the disk, then
-- renamed. Whatever stops that, an older file is as it was.
-- @module orgstat.register.save

local errors = require "orgstat.register.errors"

local failed = {} -- raised by the sink, to get out of a writer

local function without_name(message, name)
  return message:sub(1, #name + 2) == name .. ": " and message:sub(#name + 3) or message
end

-- Brings a file and its name to the disk and to its place.
local function settle(core, name, path)
  local ok, message = core.file_sync(name)
  if ok then
    ok, message = os.rename(name, path)
  end
  if ok then
    core.file_sync(path:match("^(.*/)[^/]*$") or ".")
  end
  return ok, message
end

--- Writes a file.
-- @tparam string path
-- @tparam function produce called with a sink, a function that takes strings, and with the name of the
-- file that is written, which it may fill by itself (nil for a device); it may return nil and details
-- of what is at fault
-- @treturn[1] boolean true
-- @treturn[2] nil when the system is at fault; nothing is left behind, an older file is untouched
-- @treturn[2] string message
-- @treturn[2] table details, code "write_failed"
-- @raise what `produce` raises
return function(path, produce)
  local core = require "orgstat.core" -- here, so that the command can say that it is not built
  local name, target = core.file_beside(path)
  local function fail(reason)
    return errors.fail { code = "write_failed", file = path, system = without_name(reason or "unknown", name or path) }
  end
  if not name then
    return fail(target)
  end
  local beside = name ~= target
  local file, reason = io.open(name, "wb")
  if not file then
    return fail(reason)
  end
  file:setvbuf("full", 65536)
  local why
  local ok, raised, details = pcall(produce, function(piece)
    local written, message = file:write(piece)
    if not written then
      why = message
      error(failed)
    end
  end, beside and name or nil)
  local closed, message = file:close()
  local done = ok and not details and closed
  if done and beside then
    done, message = settle(core, name, target)
  end
  if done then
    return true
  end
  if beside then
    os.remove(name)
  end
  if not ok and raised ~= failed then
    error(raised, 0)
  elseif details then
    details.file = path
    return errors.fail(details)
  end
  return fail(why or message)
end
