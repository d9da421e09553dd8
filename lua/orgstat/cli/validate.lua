--- `orgstat validate`: what in a register is not as a schema says.
-- @module orgstat.cli.validate

local csv = require "orgstat.present.csv"
local errors = require "orgstat.register.errors"
local input = require "orgstat.cli.input"
local json = require "orgstat.present.json"
local markdown = require "orgstat.present.markdown"
local options = require "orgstat.cli.options"
local ordered = require "orgstat.present.ordered"
local orgstat = require "orgstat"
local output = require "orgstat.cli.output"
local problem = require "orgstat.cli.problem"

local validate = {}

validate.EPILOG = [[
A schema is a Frictionless Table Schema in JSON: fields with their types and
constraints, primaryKey, foreignKeys, missingValues; besides, "rules" such as
{ "expression": "founded_on <= dissolved_on" }. Without one, records are held
to the rules for organisations, R01 to R15, as far as the fields are there,
and looked over for traces of damage by spreadsheets.

text shows 20 violations, the other formats all, unless --limit says otherwise.
json is { "rows", "violations", "by_rule" }; by_rule counts all of them.

Examples:
   orgstat validate register.csv
   orgstat validate register.csv --jurisdiction vn --limit 100
   orgstat validate register.csv --schema register.schema.json --format json
   orgstat validate register.csv --infer > register.schema.json

Exit status: 0 no errors (warnings and notes do not count); 1 violations of
importance error, or rejected rows (--bad-rows collect); 2 wrong usage, or a
file that cannot be read.]]

--- Describes the subcommand to argparse.
-- @param parser of argparse
function validate.add(parser)
  local command = parser:command "validate"
    :summary "List what in a register is not as a schema says."
    :description "Lists what in a register is not as a schema says, or as records of organisations should be."
    :epilog(validate.EPILOG)
  command:argument "FILE":description "Register; - is standard input."
  command:group("What is checked",
    command:option "--schema":argname "FILE":overwrite(false)
      :description "Table Schema in JSON (default: the one for organisations).",
    command:option "--jurisdiction":argname "CODE":overwrite(false)
      :description "Whose rules hold besides: au, fr, id, uk, us or vn.",
    command:flag "--infer":description "Propose a schema for the register, as JSON, and check nothing.",
    command:option "--limit":argname "N":overwrite(false)
      :description "List at most N violations.",
    command:option "--offset":argname "N":overwrite(false)
      :description "Leave out the first N.")
  options.add_reading(command)
  options.add_writing(command)
  return command
end

local function read_schema(path)
  local schema, message = orgstat.schema.read(path)
  if not schema then problem.system(message) end
  return schema
end

-- What the library says of an option is usage; so is a schema that does not fit.
local function compute(reg, schema, opts)
  return problem.attempt("--schema", "validate: ", problem.attempt, "--jurisdiction",
    "validate: option 'jurisdiction': ", function()
      local ok, result = pcall(reg.validate, reg, schema, opts)
      if ok then return result end
      if errors.is(result) and result.code == "bad_expression" then
        result.caller = nil
        problem.usage("--schema: %s", tostring(result))
      end
      error(result, 0)
    end)
end

-- The violations that are asked for.
local function each(result, offset, limit)
  local next_one, i = result:each(), 0
  return function()
    while true do
      if limit and i >= offset + limit then return nil end
      local one = next_one()
      i = i + 1
      if not one or i > offset then return one end
    end
  end
end

local KEYS = { "row", "line", "field", "value", "rule", "importance", "message" }

local write = {}

function write.text(result, sink, offset, limit)
  sink(result:text(limit, offset) .. "\n")
end

-- The list may be longer than memory: it is written one by one.
function write.json(result, sink, offset, limit)
  local mark = "["
  sink('{\n  "rows": ' .. result.rows .. ',\n  "violations": ')
  for one in each(result, offset, limit) do
    local object = ordered.object()
    for _, key in ipairs(KEYS) do ordered.put(object, key, one[key]) end
    sink(mark .. "\n    " .. json.encode(object))
    mark = ","
  end
  sink(mark == "[" and "[]" or "\n  ]")
  local counts = ordered.object()
  local rules = {}
  for rule in pairs(result.by_rule) do rules[#rules + 1] = rule end
  table.sort(rules)
  for _, rule in ipairs(rules) do ordered.put(counts, rule, result.by_rule[rule]) end
  sink(',\n  "by_rule": ' .. json.encode(counts):gsub("\n", "\n  ") .. "\n}\n")
end

-- Some violations as a result that writers of tables know.
local function part(result, offset, limit)
  local shape = getmetatable(result).shape
  return setmetatable({}, { shape = function()
    local form = shape(result)
    local all = form.rows
    function form.rows()
      local next_row, i = all(), 0
      return function()
        while i < offset do
          i = i + 1
          next_row()
        end
        i = i + 1
        if limit and i > offset + limit then return nil end
        return next_row()
      end
    end
    return form
  end })
end

function write.csv(result, sink, offset, limit) csv.write(part(result, offset, limit), sink) end

function write.markdown(result, sink, offset, limit)
  sink(markdown.cell(result:headline()) .. "\n\n")
  markdown.write(part(result, offset, limit), sink)
end

local function put_out(args, produce)
  if args.output and args.output ~= "-" then
    output.file(args.output, produce)
  else
    produce(output.sink)
    output.flush()
  end
end

local function infer(args)
  local reading, how = options.reading(args), { scan = false, verbose = args.verbose }
  local text = input.with(args.FILE, reading, how, function(reg)
    return orgstat.schema.encode(orgstat.schema.infer(reg))
  end)
  if not text then return problem.UNUSABLE end
  put_out(args, function(sink) sink(text) end)
  return problem.OK
end

--- Runs the subcommand.
-- @tparam table args parsed by argparse
-- @treturn int exit status
function validate.run(args)
  local format = options.format(args)
  local limit, offset = options.integer(args.limit, "--limit", 0), options.integer(args.offset, "--offset", 0) or 0
  if args.infer and (args.schema or args.jurisdiction) then
    problem.usage "--infer proposes a schema; it goes with neither --schema nor --jurisdiction"
  end
  if args.infer then return infer(args) end
  local schema = args.schema and read_schema(args.schema)
  local reading = options.reading(args)
  local found
  local status, rejected = input.with(args.FILE, reading, { scan = false, verbose = args.verbose }, function(reg)
    found = compute(reg, schema, { limit = 0, jurisdiction = args.jurisdiction })
    put_out(args, function(sink) write[format](found, sink, offset, limit) end)
    return problem.OK
  end)
  if not status then return problem.UNUSABLE end
  return (found.by_importance.error > 0 or rejected > 0) and problem.FINDINGS or problem.OK
end

return validate
