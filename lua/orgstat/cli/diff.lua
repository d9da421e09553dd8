--- `orgstat diff`: what changed between two snapshots of a register.
-- @module orgstat.cli.diff

local csv = require "orgstat.present.csv"
local input = require "orgstat.cli.input"
local json = require "orgstat.present.json"
local keys = require "orgstat.register.key"
local list = require "orgstat.cli.list"
local markdown = require "orgstat.present.markdown"
local options = require "orgstat.cli.options"
local orgstat = require "orgstat"
local output = require "orgstat.cli.output"
local problem = require "orgstat.cli.problem"
local view = require "orgstat.register.diff_view"

local diff = {}

diff.EPILOG = [[
Records are paired by the key. Keys that occur more than once in a file, and
records without a key, are reported and not compared. Texts are compared as
they are written, or by a key of their own:
   exact   letter case, spaces and the Unicode form do not count
   tone    nor does where a Vietnamese tone mark stands (Hòa, Hoà; tỷ, tỉ)
   fold    nor do diacritics: this finds candidates, not equals
The kind of a change says how little it is: tone, fold, or else exact.

Examples:
   orgstat diff 2023.csv 2024.csv
   orgstat diff 2023.csv 2024.csv --key province,code --fields name,members
   orgstat diff old.csv new.csv --key code --compare name=tone --format json

Exit status: 0 nothing differs; 1 something does, keys are repeated or missing,
or rows were rejected (--bad-rows collect); 2 wrong usage, or a file that
cannot be read.]]

--- Describes the subcommand to argparse.
-- @param parser of argparse
function diff.add(parser)
  local command = parser:command "diff"
    :summary "Compare two snapshots of a register."
    :description "Compares two snapshots of a register: records added, removed and changed, field by field."
    :epilog(diff.EPILOG)
  command:argument "OLD":description "The older register in CSV or TSV; - is standard input."
  command:argument "NEW":description "The newer register."
  command:group("What is compared",
    command:option "--key":argname "FIELD,...":count "*"
      :description "The fields that tell records apart (default: id).",
    command:option "--fields":argname "FIELD,...":count "*"
      :description "Compare these only (default: all that both have).",
    command:option "--compare":argname "KIND|FIELD=KIND,...":count "*"
      :description "How texts are compared, all or those of some fields: exact, tone or fold (default: as written).",
    command:option "--limit":argname "N":overwrite(false):description "Lines of each list in text (default: 20).")
  options.add_reading(command)
  options.add_writing(command)
  return command
end

local function kind_of(kind, item)
  for _, known in ipairs(keys.KINDS) do
    if kind == known then return kind end
  end
  problem.usage("--compare: found '%s'; expected KIND or FIELD=KIND (%s)", item, table.concat(keys.KINDS, ", "))
end

local function comparison(arguments)
  if #arguments == 1 and not arguments[1]:find "=" then return kind_of(arguments[1], arguments[1]) end
  local kinds = {}
  for _, item in ipairs(list.all(arguments, "--compare")) do
    local field, kind = item:match "^(.*)=(.-)$"
    if #arguments > 1 and not field then
      problem.usage("--compare: %s concerns all fields, and stands alone", item)
    elseif (kinds[field] or kind) ~= kind then
      problem.usage("--compare: field '%s' is %s and %s", field, kinds[field], kind)
    end
    kinds[field or item] = kind_of(kind, item)
  end
  return kinds
end

-- What the library says of an option is usage.
local function compute(old, new, opts)
  return problem.attempt("--key", "diff: key: ", problem.attempt, "--fields", "diff: fields: ", problem.attempt,
    "--compare", "diff: compare: ", orgstat.diff, old, new, opts)
end

local function read_both(args, opts)
  local how = { scan = args.fields[1] ~= nil and not args.verbose, verbose = args.verbose }
  -- wrapped, since a file that cannot be read has had its message
  local both, rejected = input.with(args.OLD, options.reading(args), how, function(old)
    return { input.with(args.NEW, options.reading(args), how, function(new)
      return compute(old, new, opts)
    end) }
  end)
  if both and both[1] then return both[1], rejected + both[2] end
end

local write = {}

function write.text(result, sink, limit) sink(view.text(result, limit) .. "\n") end

function write.json(result, sink) json.write(result, sink) end

function write.csv(result, sink) csv.write(result, sink) end

function write.markdown(result, sink)
  sink(markdown.cell(view.headline(result)) .. "\n\n")
  markdown.write(result, sink)
end

--- Runs the subcommand.
-- @tparam table args parsed by argparse
-- @treturn int exit status
function diff.run(args)
  local format, limit = options.format(args), options.integer(args.limit, "--limit", 0)
  if args.OLD == "-" and args.NEW == "-" then problem.usage "only one of OLD and NEW can be standard input" end
  local result, rejected = read_both(args, {
    key = list.all(args.key, "--key"),
    fields = list.all(args.fields, "--fields"),
    compare = args.compare[1] and comparison(args.compare),
  })
  if not result then return problem.UNUSABLE end
  local function produce(sink) write[format](result, sink, limit) end
  if args.output and args.output ~= "-" then
    output.file(args.output, produce)
  else
    produce(output.sink)
    output.flush()
  end
  return (view.differs(result) or rejected > 0) and problem.FINDINGS or problem.OK
end

return diff
