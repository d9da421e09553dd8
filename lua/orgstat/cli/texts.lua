--- Reports from the files that a command names, and what goes wrong with those.
-- @module orgstat.cli.texts

local orgstat = require "orgstat"
local output = require "orgstat.cli.output"
local problem = require "orgstat.cli.problem"

local texts = {}

--- How a file is called in results and messages.
function texts.name(path) return path == "-" and "standard input" or path end

--- Adds the options that say how a text is read.
-- @param command of argparse
function texts.add_reading(command)
  command:group("How files are read",
    command:option "--lang":argname "LANG":overwrite(false)
      :description "Language of the text: en, vi, id, fr (default: detected).",
    command:flag "--verbose":description "Notes on what was detected, on standard error.")
end

local function from_standard_input(opts)
  local bytes, message = io.stdin:read "a"
  if not bytes then return nil, "cannot read standard input: " .. message end
  return orgstat.report.read({ text = bytes, name = texts.name "-" }, opts)
end

--- Reads one report; what goes wrong is said on standard error.
-- @string path `-` is standard input
-- @tparam table args parsed by argparse
-- @treturn ?table the report; nil when it cannot be read
function texts.read(path, args)
  local opts = { lang = args.lang }
  local function read()
    if path == "-" then return from_standard_input(opts) end
    return orgstat.report.read(path, opts)
  end
  local report, message = problem.attempt("--lang", "read: ", read)
  if not report then
    output.message("%s", message)
    return nil
  end
  if args.verbose then
    for _, note in ipairs(report.notes or {}) do output.message("note: %s: %s", texts.name(path), note.message) end
  end
  return report
end

--- Writes a result in one go, to a file or to standard output.
-- @tparam ?string path nil or `-` for standard output
-- @tparam function produce called with a sink and the screen
function texts.write(path, produce)
  if path and path ~= "-" then
    return output.file(path, function(sink) produce(sink, { colour = false }) end)
  end
  produce(output.sink, output.screen())
  output.flush()
end

return texts
