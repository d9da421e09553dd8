--- `orgstat convert`: a register in one format becomes the same register in another.
-- @module orgstat.cli.convert

local file = require "orgstat.present.file"
local input = require "orgstat.cli.input"
local known = require "orgstat.register.names"
local options = require "orgstat.cli.options"
local output = require "orgstat.cli.output"
local problem = require "orgstat.cli.problem"

local convert = {}

convert.EPILOG = [[
What is read: CSV, TSV, JSON, JSON Lines and XLSX, each also compressed by
gzip or zstd. What is written is said by --to or by the name of the output,
which may end in .gz or .zst as well. Several FILEs become one register: fields
are joined by name, types are found from the values of all; --source adds a
field that says which FILE a record is from. The output is there whole or not
at all. Standard output gets CSV unless --to says otherwise.

Examples:
   orgstat convert register.xlsx -o register.csv
   orgstat convert old.csv --encoding windows-1258 -o new.jsonl.gz
   orgstat convert 2022.csv 2023.csv 2024.xlsx --source file -o all.csv
   orgstat convert register.csv --safe -o for-a-spreadsheet.csv
   curl -s https://example.org/register.csv.gz | orgstat convert - --to json

Exit status: 0 all is well; 1 rows were rejected (--bad-rows collect); 2 wrong
usage, or a FILE that cannot be read or written.]]

--- Describes the subcommand to argparse.
-- @param parser of argparse
function convert.add(parser)
  local command = parser:command "convert"
    :summary "Write a register in another format."
    :description "Reads a register and writes it in another format."
    :epilog(convert.EPILOG)
  command:argument "FILE":args "+":description "Register; - is standard input."
  command:group("What is written",
    command:option "-o":hidden_name "--output":target "output":argname "FILE":overwrite(false)
      :description "Where to write; - is standard output (default).",
    command:option "--to":argname "FORMAT":overwrite(false):choices(file.FORMATS)
      :description "Format to write (default: by the name of the output).",
    command:flag "--safe"
      :description "CSV for spreadsheets: text that begins like a formula gets an apostrophe in front.",
    command:option "--source":argname "FIELD":overwrite(false)
      :description "Add a field with the name of the FILE of each record.")
  options.add_reading(command)
  return command
end

local function write(reg, how, path)
  local ok, message, details
  if path then
    ok, message = file.write(reg, path, how)
  else
    ok, details = file.produce(reg, output.sink, how)
    message = details and require("orgstat.register.errors").message(details)
  end
  if not ok then problem.system(message) end
  return true
end

--- Runs the subcommand.
-- @tparam table args parsed by argparse
-- @treturn int exit status
function convert.run(args)
  local path = args.output ~= "-" and args.output or nil
  local format = args.to or path and file.of_name(path) or not path and "csv"
  if not format then
    problem.usage("-o: the name '%s' does not say the format; give --to FORMAT (formats: %s)", path,
      known.list(file.FORMATS))
  elseif args.safe and format ~= "csv" and format ~= "tsv" then
    problem.usage("--safe: it is for CSV; in %s text stays text anyway", format)
  end
  for i, name in ipairs(args.FILE) do
    if name == "-" and (#args.FILE > 1 or args.source) then
      problem.usage("FILE %d: standard input cannot be one of several files, nor have a --source", i)
    end
  end
  local reading = options.reading(args)
  reading.source = args.source
  local how = file.format(path or "-", { format = format, safe = args.safe or nil }, "convert")
  local one = #args.FILE == 1 and args.FILE[1]
  local way = { scan = one and not args.verbose, verbose = args.verbose }
  local done, rejected = input.with(one or args.FILE, reading, way, write, how, path)
  if not done then return problem.UNUSABLE end
  if not path then output.flush() end
  return rejected > 0 and problem.FINDINGS or problem.OK
end

return convert
