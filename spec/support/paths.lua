-- Where specs find the real registers, and how they run a command.
local paths = {}

local root = os.getenv "ORGSTAT_DATA" or "../shared"

local function readable(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

--- The path of a file among the shared data, or nil and why a spec that needs it is pending.
function paths.shared(name)
  local path = root .. "/data/" .. name
  if readable(path) then return path end
  return nil, path .. " is not here (ORGSTAT_DATA names the folder that holds data/)"
end

--- The bytes of a file.
function paths.bytes(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read "a"
  file:close()
  return bytes
end

--- Quotes words for the shell.
function paths.quote(...)
  local words = { ... }
  for i, word in ipairs(words) do words[i] = "'" .. word:gsub("'", "'\\''") .. "'" end
  return table.concat(words, " ")
end

--- Runs a shell command: its standard output, its standard error, its exit status.
function paths.run(command)
  local errors = os.tmpname()
  local pipe = assert(io.popen("( " .. command .. "\n) 2>" .. errors, "r"))
  local output = pipe:read "a"
  local _, _, status = pipe:close()
  local messages = paths.bytes(errors)
  os.remove(errors)
  return output, messages, status
end

--- Runs ./bin/orgstat with the words given.
function paths.orgstat(...)
  return paths.run("./bin/orgstat " .. paths.quote(...))
end

return paths
