--- What goes wrong at the command line, and what it costs: an exit status and a message.
-- @module orgstat.cli.problem

local problem = {}

--- Exit statuses of every subcommand.
problem.OK, problem.FINDINGS, problem.UNUSABLE = 0, 1, 2

--- The exit status after Ctrl-C, as shells have it.
problem.INTERRUPTED = 130

local NO_MEMORY = "not enough memory"

local meta = { __tostring = function(self) return self.message end }

--- Raises a usage error: the command ends with the message, a hint at `--help`, and status 2.
-- @string format as for `string.format`
-- @param ... its values
function problem.usage(format, ...)
  error(setmetatable({ usage = true, message = string.format(format, ...) }, meta), 0)
end

--- Raises an error of the system, such as a full disk: message and status 2, no hint.
-- @string message
function problem.system(message)
  error(setmetatable({ message = message }, meta), 0)
end

--- Calls the library with what the user gave: what it says about that is usage.
-- @string option for the message
-- @string mark what the library's messages about it begin with, after the place in the program
-- @tparam function f
-- @param ... its arguments
-- @return its results
function problem.attempt(option, mark, f, ...)
  local results = table.pack(pcall(f, ...))
  if results[1] then return table.unpack(results, 2, results.n) end
  local raised = results[2]
  local _, stop = (type(raised) == "string" and raised or ""):find(mark, 1, true)
  if not stop then error(raised, 0) end
  problem.usage("%s: %s", option, raised:sub(stop + 1))
end

--- Calls a function that reads with the options that the user gave: what the library says about one of
-- them is usage.
-- @tparam function f
-- @param ... its arguments
-- @return its results
function problem.reading(f, ...)
  local results = table.pack(pcall(f, ...))
  if results[1] then return table.unpack(results, 2, results.n) end
  local raised = results[2]
  if type(raised) ~= "string" then error(raised, 0) end
  local name, said = raised:match "option '([%l_]+)'(.*)$"
  if name then problem.usage("--%s%s", (name:gsub("_", "-")), said) end
  said = raised:match "orgstat%.%l+: (.*)$"
  if not said then error(raised, 0) end
  problem.usage("%s", said)
end

--- Calls a function for one of several files: usage that comes of it names the file.
-- @string name of the file
-- @tparam function f
-- @param ... its arguments
-- @return its results
function problem.about(name, f, ...)
  local results = table.pack(pcall(f, ...))
  if results[1] then return table.unpack(results, 2, results.n) end
  local raised = results[2]
  if getmetatable(raised) == meta and raised.usage then raised.message = name .. ": " .. raised.message end
  error(raised, 0)
end

--- Whether a raised value is Lua's own word for Ctrl-C.
-- @param raised what `pcall` caught
-- @treturn boolean
function problem.interrupted(raised)
  return type(raised) == "string" and raised:find "interrupted!$" ~= nil
end

--- Says what a raised value means to the user.
-- @param raised what `pcall` caught
-- @treturn string message
-- @treturn boolean whether it is usage: ours, or a details table of the library
-- @treturn boolean whether it is neither, but a defect of orgstat
function problem.explain(raised)
  if raised == NO_MEMORY then return raised, false, false end
  if type(raised) ~= "table" then return tostring(raised), false, true end
  if getmetatable(raised) == meta then return raised.message, raised.usage == true, false end
  return tostring(raised), true, false
end

return problem
