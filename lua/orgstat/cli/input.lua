--- Registers from the files that a command names, and what goes wrong with those.
-- @module orgstat.cli.input

local orgstat = require "orgstat"
local errors = require "orgstat.register.errors"
local notes = require "orgstat.register.notes"
local output = require "orgstat.cli.output"
local problem = require "orgstat.cli.problem"
local progress = require "orgstat.cli.progress"

local input = {}

local PIECE = 65536
local LISTED = 10

--- How a file is called in results and messages.
function input.name(path)
  if type(path) == "table" then return #path == 1 and input.name(path[1]) or #path .. " files" end
  return path == "-" and "standard input" or path
end

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
    local name = note.file or input.name(path)
    local place = note.row and (" row " .. note.row) or ""
    local which = note.field and (" field '" .. note.field .. "'") or ""
    local head = place .. (place ~= "" and which ~= "" and "," or "") .. which
    output.message("note: %s:%s%s", name, head ~= "" and head .. ": " or " ", note.why)
  end
end

local function say_rejects(rejects, path, all)
  for i, reject in ipairs(rejects) do
    if i > LISTED and not all then
      output.message("... and %d more rejected rows (--verbose lists them)", #rejects - LISTED)
      break
    end
    output.message("%s: line %s rejected: %s", reject.file or input.name(path), reject.line or "?", reject.reason)
  end
end

local function open(path, opts, scan)
  opts.progress = progress.start(input.name(path))
  local read = path == "-" and from_standard_input or function()
    return (scan and orgstat.scan or orgstat.read)(path, opts)
  end
  return problem.reading(read, opts)
end

--- Computes something from one register; says what the user must know on standard error, and shows
-- there how far it is.
-- @tparam string|{string,...} path `-` is standard input; several files are read as one register
-- @tparam table opts reading options of the library
-- @tparam table how `scan`: whether the records can stay in the file; `verbose`: whether to list notes
-- @tparam function f called with the register
-- @param ... and these
-- @return[1] its result
-- @treturn[1] int how many rows were rejected
-- @treturn[2] nil when the register cannot be read; the message has been given
function input.with(path, opts, how, f, ...)
  local reg, message = open(path, opts, how.scan)
  local result, rejected
  local doubts = {}
  if reg and how.verbose then say_notes(reg, path) end
  if reg then
    local ok, raised = pcall(f, reg, ...)
    if ok then
      result, rejected = raised, reg:rejects()
      if not how.verbose then doubts = notes.doubtful(reg) end
      reg:close()
    elseif errors.is(raised) then
      raised.file = raised.file or input.name(path) -- an expression knows no file
      message = tostring(raised)
    else
      error(raised, 0)
    end
  end
  progress.stop()
  if not result then
    output.message("%s", message)
    return nil
  end
  for _, why in ipairs(doubts) do output.message("note: %s: %s", input.name(path), why) end
  say_rejects(rejected, path, how.verbose)
  return result, #rejected
end

return input
