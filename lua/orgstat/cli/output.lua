--- Where results and messages go: standard output or a file, and standard error.
-- @module orgstat.cli.output

local problem = require "orgstat.cli.problem"
local save = require "orgstat.register.save"

local output = {}

local EPIPE = 32

--- Raised when the reader of a pipe has gone away (`orgstat ... | head`): end quietly.
output.BROKEN_PIPE = setmetatable({}, { __tostring = function() return "broken pipe" end })

local function check(ok, message, code)
  if ok then return end
  if code == EPIPE then error(output.BROKEN_PIPE, 0) end
  problem.system("cannot write standard output: " .. (message or "unknown error"))
end

--- Writes to standard output; raises when that fails.
-- @string piece
function output.sink(piece) check(io.stdout:write(piece)) end

--- Sees to it that all that was written has gone out; raises when that fails.
function output.flush() check(io.stdout:flush()) end

--- Writes a file that is there whole or not at all; raises when that fails.
-- @string path
-- @tparam function produce called with a sink
function output.file(path, produce)
  local ok, message = save(path, produce)
  if not ok then problem.system(message) end
end

--- Writes lines to standard error, each after the command's name.
-- @string format as for `string.format`
-- @param ... its values
function output.message(format, ...)
  io.stderr:write("orgstat: ", string.format(format, ...), "\n")
end

local function shell(command)
  local pipe = io.popen(command, "r")
  local answer = pipe and pipe:read("a") or ""
  if pipe then pipe:close() end
  return answer
end

--- What standard output can show. Lua has no way to ask, the shell has; so ask only before writing
-- for readers.
-- @treturn table `width` (columns of the terminal, nil when it is none), `colour` (boolean)
function output.screen()
  if not os.execute("test -t 1") then return { colour = false } end
  local width = tonumber(shell("stty size </dev/tty 2>/dev/null"):match("^%d+ (%d+)"))
  local plain = os.getenv("TERM") == "dumb" or (os.getenv("NO_COLOR") or "") ~= ""
  return { width = width and width > 0 and width or 80, colour = not plain }
end

return output
