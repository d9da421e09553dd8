--- Options that subcommands share, and what they mean to the library.
-- @module orgstat.cli.options

local list = require "orgstat.cli.list"
local problem = require "orgstat.cli.problem"

local options = {}

local SEPARATORS = { tab = "\t", ["\\t"] = "\t", comma = ",", semicolon = ";", pipe = "|" }
local MARKS = { space = " ", comma = ",", point = ".", dot = ".", apostrophe = "'" }
local TYPES = { boolean = true, integer = true, decimal = true, number = true, date = true, text = true }
local KINDS = { stock = true, flow = true, ratio = true }
local ENDINGS = { json = "json", csv = "csv", md = "markdown", markdown = "markdown", txt = "text" }

--- Options whose value may start with a dash, which argparse would take for an option.
options.DASHED = {
  ["--comment"] = true, ["--missing"] = true, ["--separator"] = true, ["--sort"] = true, ["--where"] = true,
}

--- Adds the options that say how a register file is read.
-- @param command of argparse
function options.add_reading(command)
  command:group("How files are read",
    command:option "--from":argname "FORMAT":overwrite(false):choices { "csv", "tsv", "json", "jsonl", "xlsx" }
      :description "Format of the file (default: seen from its bytes; gzip and zstd always are).",
    command:option "--sheet":argname "NAME|N":overwrite(false)
      :description "Sheet of an XLSX workbook (default: the first).",
    command:option "--header-row":target "header_row":argname "N":overwrite(false)
      :description "Row of the sheet that holds the header (default: found).",
    command:option "--max-bytes":target "max_bytes":argname "N":overwrite(false)
      :description "The most that a compressed file may unpack to (default: 100 times its size, at least 256 MiB).",
    command:option "--encoding":argname "NAME":overwrite(false)
      :description "Encoding of the file, such as windows-1252 or TCVN (default: UTF-8, or found by its words).",
    command:option "--invalid":argname "WHAT":overwrite(false):choices { "error", "replace" }
      :description "Bytes that are no text: error (default), or replace: by U+FFFD, counted in the notes.",
    command:flag "--nfc":description "Bring texts to Unicode normal form C.",
    command:option "--locale":argname "NAME|FIELD=NAME,...":overwrite(false)
      :description "How numbers and dates are written: en, vi, id, fr, or auto (default: 1234.5 and 2024-12-31).",
    command:option "--decimal":argname "C":overwrite(false)
      :description "The decimal mark.",
    command:option "--group":argname "C":overwrite(false)
      :description "The mark between thousands: a character, or space.",
    command:option "--dates":argname "ORDER":overwrite(false):choices { "iso", "dmy", "mdy", "ymd" }
      :description "Order of day, month and year in dates such as 31/12/2024.",
    command:option "--separator":argname "C":overwrite(false)
      :description "Field separator: one character, or tab, comma, semicolon, pipe (default: detected).",
    command:option "--quote":argname "C":overwrite(false)
      :description "Quote character, or none (default: \").",
    command:option "--skip":argname "N":overwrite(false)
      :description "Lines to skip at the head of the file (default: title lines, if there are any beyond doubt).",
    command:option "--comment":argname "TEXT":overwrite(false)
      :description "Lines that begin with this are comments.",
    command:option "--header-rows":target "header_rows":argname "N":overwrite(false)
      :description "Rows that the header has; the names of a field are joined (default: 1).",
    command:option "--totals":argname "FIELD=WORD,...":overwrite(false)
      :description "Rows that have such a word in this field are totals, and no records.",
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
    command:option "--explode":argname "FIELD":overwrite(false)
      :description "JSON: the elements of this list become rows; what else the record has is in each of them.",
    command:option "--key-field":target "key_field":argname "NAME":overwrite(false)
      :description "JSON: the field for the keys of an object of objects (default: key).",
    command:option "--mapping":argname "NAME":overwrite(false)
      :description "A known source as records of organisations: us-irs, ror, ...; auto: by its header.",
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

local function totals(text)
  local field, words = text:match "^(.-)=(.*)$"
  if not field or field == "" or words == "" then
    problem.usage("--totals: found '%s'; expected FIELD=WORD,...", text)
  end
  return { field = field, value = list.split(words, "--totals") }
end

local function locale(text)
  if not text:find("=", 1, true) then return text end
  local fields = {}
  for _, item in ipairs(list.split(text, "--locale")) do
    local field, name = item:match "^(.*)=(.-)$"
    fields[field or 1] = name or item
  end
  return fields
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
    quote = args.quote and (args.quote == "none" and "" or args.quote),
    skip = options.integer(args.skip, "--skip", 0),
    comment = args.comment,
    header_rows = options.integer(args.header_rows, "--header-rows", 1),
    totals = args.totals and totals(args.totals),
    invalid = args.invalid,
    nfc = args.nfc,
    locale = args.locale and locale(args.locale),
    decimal = args.decimal and (MARKS[args.decimal] or args.decimal),
    group = args.group and (MARKS[args.group] or args.group),
    dates = args.dates,
    format = args.from,
    sheet = args.sheet and (math.tointeger(tonumber(args.sheet, 10)) or args.sheet),
    header_row = options.integer(args.header_row, "--header-row", 1),
    max_bytes = options.integer(args.max_bytes, "--max-bytes", 1),
    explode = args.explode,
    key_field = args.key_field,
    mapping = args.mapping,
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
