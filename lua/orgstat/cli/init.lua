--- The command `orgstat`: finds the subcommand, runs it, turns what went wrong into a message and
-- an exit status.
-- @module orgstat.cli

local argparse = require "argparse"
local options = require "orgstat.cli.options"
local output = require "orgstat.cli.output"
local problem = require "orgstat.cli.problem"
local progress = require "orgstat.cli.progress"
local known = require "orgstat.register.names"

local cli = {}

local COMMANDS = { "summary", "convert", "validate", "diff", "figures", "check", "compare" }

local EPILOG = [[
Start with:
   orgstat summary REGISTER
   orgstat check REPORT

orgstat COMMAND --help tells more, with examples. NO_COLOR is respected.]]

local function subcommand(name) return require("orgstat.cli." .. name) end

local function build_parser()
  local parser = argparse("orgstat", "Registers of organisations, and the figures of reports about them.", EPILOG)
    :add_help(false):require_command(false):command_target "command"
    :usage_max_width(79):help_max_width(80):help_description_margin(28)
  parser:flag "-h --help":description "Show this help and exit."
  parser:flag "--version":description "Show the version and exit."
  local commands = {}
  for _, name in ipairs(COMMANDS) do
    commands[name] = subcommand(name).add(parser)
    commands[name]:add_help(false)
    commands[name]:flag "-h --help":description "Show this help and exit."
  end
  return parser, commands
end

-- What stands on the line before argparse sees it: help and version win over any mistake, and
-- values that start with a dash are tied to their option.
local function look_over(arguments)
  local seen, tied, i = {}, {}, 1
  while i <= #arguments do
    local word = arguments[i]
    if word == "--" then
      for k = i, #arguments do tied[#tied + 1] = arguments[k] end
      break
    end
    if options.DASHED[word] and arguments[i + 1] then
      i = i + 1
      word = word .. "=" .. arguments[i]
    elseif word == "-h" or word == "--help" then
      seen.help = true
    elseif word == "--version" then
      seen.version = true
    elseif not seen.command and word:sub(1, 1) ~= "-" then
      seen.command = word
    end
    tied[#tied + 1] = word
    i = i + 1
  end
  return seen, tied
end

local function run(arguments)
  local seen, tied = look_over(arguments)
  if seen.version then
    io.stdout:write("orgstat ", require("orgstat").version, "\n")
    return problem.OK
  end
  local built, why = pcall(require, "orgstat.core")
  if not built then
    problem.system("the C core of orgstat cannot be loaded; in a checkout, run make\n" .. tostring(why))
  end
  local parser, commands = build_parser()
  local command = commands[seen.command]
  if seen.command and not command then
    problem.usage("unknown command '%s'%s", seen.command, known.hint(seen.command, COMMANDS, "commands"))
  end
  if seen.help or not seen.command and #arguments == 0 then
    io.stdout:write((command or parser):get_help(), "\n")
    return problem.OK
  end
  local ok, args = parser:pparse(tied)
  if not ok then problem.usage("%s", args) end
  if not args.command then problem.usage("a command is needed: %s", table.concat(COMMANDS, ", ")) end
  return subcommand(args.command).run(args)
end

local function hint(arguments)
  local seen = look_over(arguments)
  for _, name in ipairs(COMMANDS) do
    if name == seen.command then return "orgstat " .. name .. " --help" end
  end
  return "orgstat --help"
end

--- Runs the command.
-- @tparam {string,...} arguments words after the command's name
-- @treturn int exit status: 0 all is well, 1 findings, 2 usage or a file that cannot be read, 130 Ctrl-C
function cli.main(arguments)
  local trace
  local ok, result = xpcall(run, function(raised)
    if type(raised) ~= "table" then trace = debug.traceback(tostring(raised), 2) end
    return raised
  end, arguments)
  progress.stop()
  if ok then return result end
  if problem.interrupted(result) then return problem.INTERRUPTED end
  if result == output.BROKEN_PIPE then return problem.OK end
  local message, is_usage, defect = problem.explain(result)
  if defect then
    output.message("this should not have happened; please report it\n%s", trace or message)
  else
    output.message("%s", message)
    if is_usage then output.message("try '%s'", hint(arguments)) end
  end
  return problem.UNUSABLE
end

return cli
