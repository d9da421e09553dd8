--- Options that subcommands share, and what they mean to the library.
-- @module orgstat.cli.options

local list = require "orgstat.cli.list"
local problem = require "orgstat.cli.problem"

local options = {}

local SEPARATORS = { tab = "\t", ["\\t"] = "\t", comma = ",", semicolon = ";", pipe = "|" }
local TYPES = { boolean = true, integer = true, decimal = true, number = true, date = true, text = true }
local KINDS = { stock = true, flow = true, ratio = true }
local ENDINGS = { json = "json", csv = "csv", md = "markdown", markdown = "markdown", txt = "text" }

--- Options whose value may start with a dash, which argparse would take for an option.
options.DASHED = { ["--sort"] = true, ["--missing"] = true, ["--separator"] = true, ["--where"] = true }

--- Adds the options that say how a register file is read.
-- @param command of argparse
function options.add_reading(command)
  command:group("How files are read",
    command:option "--encoding":argname "NAME":overwrite(false):description "Encoding of the file (default: UTF-8).",
    command:option "--separator":argname "C":overwrite(false)
      :description "Field separator: one character, or tab, comma, semicolon, pipe (default: detected).",
    command:flag "--no-header":target "no_header"
      :description "The first row is data; fields are column_1, column_2, ...",
    command:option "--missing":argname "WORD,...":count "*"
      :description "Words that stand for a missing value, such as NA.",
    command:option "--types":argname "TYPE|FIELD=TYPE,...":count "*"
      :description "text for all fields, or types of some: boolean, integer, decimal, number, date, text.",
    command:option "--kinds":argname "FIELD=KIND,...":count "*"
      :description "What may be added up: stock (not over time), flow, ratio (not at all).",
    command:option "--time":argname "FIELD":overwrite(false)
      :description "The field that says when a stock was counted.",
    command:option "--bad-rows":target "bad_rows":argname "WHAT":overwrite(false):choices { "error", "collect" }
      :description "Rows with too many or too few fields: error (default), or collect: go on, report them, exit 1.",
    command:option "--quotes":argname "HOW":overwrite(false):choices { "strict", "lenient" }
      :description "Quotes inside unquoted fields: strict (default) or lenient.",
    command:option "--threads":argname "N":overwrite(false)
      :description "Threads to use (default: one for each core).",
    command:flag "--verbose":description "Notes on what was detected, on standard error.")
end

--- Adds the options that say how a result is written.
-- @param command of argparse
function options.add_writing(command)
  command:group("How results are written",
    command:option "--format":argname "FORMAT":overwrite(false):choices { "text", "json", "csv", "markdown" }
      :description "text (default), json, csv or markdown; with -o, by the ending of FILE.",
    command:option "-o":hidden_name "--output":target "output":argname "FILE":overwrite(false)
      :description "Write to FILE instead of standard output.")
end

local function integer(text, option, least)
  local n = math.tointeger(tonumber(text, 10))
  if not n or n < least then
    problem.usage("%s: expected a whole number that is at least %d, found '%s'", option, least, text)
  end
  return n
end

--- The value of an option that takes a whole number.
-- @tparam ?string text nil stays nil
-- @string option for the message
-- @int least
-- @treturn ?int
function options.integer(text, option, least)
  return text and integer(text, option, least)
end

local function separator(text)
  local c = SEPARATORS[text] or text
  if #c ~= 1 then problem.usage("--separator: expected one character (ASCII) or tab, found '%s'", text) end
  return c
end

local function column_types(arguments)
  if #arguments == 1 and arguments[1] == "text" then return "text" end
  local types = {}
  for _, item in ipairs(list.all(arguments, "--types")) do
    if item == "text" then problem.usage("--types: text is the type of all fields, and stands alone") end
    local field, name = item:match("^(.*)=(.-)$")
    if not TYPES[name] then
      problem.usage("--types: found '%s'; expected FIELD=TYPE (boolean, integer, decimal, number, date, text)", item)
    end
    if (types[field] or name) ~= name then
      problem.usage("--types: field '%s' is %s and %s", field, types[field], name)
    end
    types[field] = name
  end
  return types
end

local function kinds(arguments)
  local result = {}
  for _, item in ipairs(list.all(arguments, "--kinds")) do
    local field, name = item:match("^(.*)=(.-)$")
    if not KINDS[name] then
      problem.usage("--kinds: found '%s'; expected FIELD=KIND (stock, flow, ratio)", item)
    end
    if (result[field] or name) ~= name then
      problem.usage("--kinds: field '%s' is %s and %s", field, result[field], name)
    end
    result[field] = name
  end
  return result
end

--- The reading options of the library that the command line asks for.
-- @tparam table args parsed by argparse
-- @treturn table
function options.reading(args)
  return {
    encoding = args.encoding,
    separator = args.separator and separator(args.separator),
    header = not args.no_header,
    missing = list.all(args.missing, "--missing"),
    types = args.types[1] and column_types(args.types),
    kinds = args.kinds[1] and kinds(args.kinds),
    time = args.time,
    bad_rows = args.bad_rows,
    quotes = args.quotes,
    threads = options.integer(args.threads, "--threads", 1),
  }
end

--- The format to write: as asked for, else by the ending of the output file, else text.
-- @tparam table args parsed by argparse
-- @treturn string
function options.format(args)
  local ending = args.output and args.output:match("%.(%w+)$")
  return args.format or ending and ENDINGS[ending:lower()] or "text"
end

return options
