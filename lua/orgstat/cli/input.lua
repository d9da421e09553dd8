--- Registers from the files that a command names.
-- @module orgstat.cli.input

local orgstat = require "orgstat"
local output = require "orgstat.cli.output"
local problem = require "orgstat.cli.problem"

local input = {}

local PIECE = 65536
local LISTED = 10

--- How a file is called in results and messages.
function input.name(path) return path == "-" and "standard input" or path end

local function from_standard_input(opts)
  local reader = orgstat.reader(opts)
  while true do
    local piece, message = io.stdin:read(PIECE)
    if message then return nil, "cannot read standard input: " .. message end
    if not piece or not reader:push(piece) then break end -- finish says again what was wrong
  end
  local reg, message, details = reader:finish()
  if details then
    details.file = input.name "-"
    message = tostring(details)
  end
  return reg, message
end

local function say_notes(reg, path)
  for _, note in ipairs(reg:notes()) do
    local place = note.row and (" row " .. note.row) or ""
    local which = note.field and (" field '" .. note.field .. "'") or ""
    local head = place .. (place ~= "" and which ~= "" and "," or "") .. which
    output.message("note: %s:%s%s", input.name(path), head ~= "" and head .. ": " or " ", note.why)
  end
end

local function say_rejects(reg, path, all)
  local rejects = reg:rejects()
  for i, reject in ipairs(rejects) do
    if i > LISTED and not all then
      output.message("... and %d more rejected rows (--verbose lists them)", #rejects - LISTED)
      break
    end
    output.message("%s: line %s rejected: %s", input.name(path), reject.line or "?", reject.reason)
  end
  return #rejects
end

--- Reads one register; says what the user must know on standard error.
-- @string path `-` is standard input
-- @tparam table opts reading options of the library
-- @tparam boolean verbose whether to list notes
-- @return[1] the register
-- @treturn[1] int how many rows were rejected
-- @treturn[2] nil when it cannot be read; the message has been given
function input.open(path, opts, verbose)
  local reg, message
  local read = path == "-" and from_standard_input or function() return orgstat.read(path, opts) end
  reg, message = problem.attempt("--types", "option 'types': ", read, opts)
  if not reg then
    output.message("%s", message)
    return nil
  end
  if verbose then say_notes(reg, path) end
  return reg, say_rejects(reg, path, verbose)
end

return input
