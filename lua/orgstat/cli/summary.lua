--- `orgstat summary`: what is in a register, and what it adds up to.
--
-- This file says what is computed; `summary_view` says how it looks.
-- @module orgstat.cli.summary

local adding = require "orgstat.register.aggregate"
local computed = require "orgstat.register.computed"
local core = require "orgstat.core"
local errors = require "orgstat.register.errors"
local input = require "orgstat.cli.input"
local list = require "orgstat.cli.list"
local options = require "orgstat.cli.options"
local with_where = require "orgstat.cli.where"
local problem = require "orgstat.cli.problem"
local kinds = require "orgstat.register.kinds"
local known = require "orgstat.register.names"
local schema = require "orgstat.register.schema"
local shape = require "orgstat.present.shape"
local stream = require "orgstat.register.stream"
local view = require "orgstat.cli.summary_view"

local summary = {}

summary.EPILOG = [[
Without --by, --sum and --stats, the fields are described: type, missing
values, distinct values, smallest and largest. --by counts the records of each
group; --sum adds a field up; --stats gives its statistics, over all records
and for each group, or the aggregates that are asked for: median(members),
quantile(members, 0.9), share(members); doc/statistics.md has them all.
Where --where stands several times, all must be true; --by and --stats go on
where they stopped; an option of one value stands once. text
and markdown show all that was asked for; csv is one table: the groups, else
the statistics, else the aggregates, else the fields. json is an object; with
several FILEs an array of objects, each with its "file". A field that one FILE
does not have is an error before anything is shown.

Examples:
   orgstat summary register.csv
   orgstat summary register.csv --by scope_level,category --sum members
   orgstat summary register.csv --by district --sort -count --limit 5
   orgstat summary register.csv --by district --stats 'share(),gini(members)'
   orgstat summary register.csv --where 'status == "active"' --stats members
   orgstat summary register.csv --where 'members >= 50 and not missing(founded_on)'
   orgstat summary register.csv --where 'fold(name) like "*dong y*"'
   xzcat old.csv.xz | orgstat summary - --by status --format json

Exit status: 0 all is well; 1 rows were rejected (--bad-rows collect); 2 wrong
usage, or a FILE that cannot be read.]]

--- Describes the subcommand to argparse.
-- @param parser of argparse
function summary.add(parser)
  local command = parser:command "summary"
    :summary "Describe, count and add up the records of a register."
    :description "Describes a register: its fields, counts by group, sums and statistics."
    :epilog(summary.EPILOG)
  command:argument "FILE":args "+":description "Register in CSV or TSV; - is standard input."
  command:group("What is computed",
    command:option "--where":argname "EXPR":count "*"
      :description [[Only records for which EXPR is true, such as 'members >= 50 and name like "Red*"'.]],
    command:option "--by":argname "FIELD,...":count "*"
      :description "Count by these fields (`a,b` in backticks is one field).",
    command:option "--sum":argname "FIELD":overwrite(false):description "Add up this field.",
    command:option "--stats":argname "FIELD|AGGREGATE,...":count "*"
      :description "Statistics of these fields, or aggregates such as median(members).",
    command:flag "--force":description "Add up also what --kinds says makes no sense.",
    command:flag "--fields":description "Describe the fields, also with --by, --sum or --stats.",
    command:option "--sort":argname "FIELD|-FIELD":overwrite(false)
      :description "Order groups by a column of the result; - is descending.",
    command:option "--limit":argname "N":overwrite(false)
      :description "Show the first N groups only; totals are of all.")
  options.add_reading(command)
  options.add_writing(command)
  return command
end

local function find(names, name, option)
  for i, one in ipairs(names) do
    if one == name then return i end
  end
  local plural = option == "--sort" and "columns" or "fields"
  problem.usage("%s: no field '%s'%s", option, name, known.hint(name, names, plural))
end

-- An aggregate as the library reads it.
local function aggregate(what, field, p)
  local name = field and "`" .. field:gsub("`", "``") .. "`" or ""
  return ("%s(%s%s)"):format(what, name, p and ", " .. p or "")
end

-- The statistics of a group that a type has: name, aggregate, and its p.
local function statistics(type_name)
  local all = { { "n", "count" }, { "missing", "missing" }, { "distinct", "count_distinct" } }
  if shape.numeric(type_name) then
    all[#all + 1] = { "sum", "sum" }
    all[#all + 1] = { "mean", "mean" }
    all[#all + 1] = { "sd", "sd" }
  end
  if type_name ~= "boolean" then all[#all + 1] = { "min", "min" } end
  if shape.numeric(type_name) then
    all[#all + 1] = { "q1", "quantile", 0.25 }
    all[#all + 1] = { "median", "median" }
    all[#all + 1] = { "q3", "quantile", 0.75 }
  end
  if type_name ~= "boolean" then all[#all + 1] = { "max", "max" } end
  return all
end

-- What each group is asked for. A name that is taken gets its field's name behind it.
-- The first is the count; a sum that --sum asked for comes next and is marked.
local function aggregates(names, types, keys, sum, stats, asked)
  local taken, wanted = {}, {}
  for _, c in ipairs(keys) do taken[names[c]] = true end
  local function add(name, what, c, p, how)
    local free, k = name, 1
    if how == "with field" or taken[free] and how ~= "sum" then free = c and name .. "_" .. names[c] or name end
    while taken[free] do
      k = k + 1
      free = name .. "_" .. k
    end
    taken[free] = true
    local one = { free, aggregate(what, c and names[c], p), is_sum = how == "sum" }
    if c and not one.is_sum then one.field, one.statistic = names[c], name end
    wanted[#wanted + 1] = one
    return one
  end
  add("count", "count")
  if sum then add("sum", "sum", sum, nil, "sum") end
  for _, aggregate_asked in ipairs(asked) do
    local one = add(aggregate_asked.name)
    one[2], one.is_asked = aggregate_asked.text, true
  end
  for _, c in ipairs(stats) do
    for _, one in ipairs(statistics(types[c])) do
      local there = #stats == 1 and c == sum and one[1] == "sum"
      if not there then add(one[1], one[2], c, one[3], #stats > 1 and "with field") end
    end
  end
  return wanted
end

-- Puts some values of a decimal field into a table as exact text, which its float is not.
local function add_texts(into, reg, name, ...)
  local wanted = { ... }
  for i, what in ipairs(wanted) do wanted[i] = { what, aggregate(what, name) } end
  local values = reg:group():summarise(wanted)
  for i, one in ipairs(wanted) do
    local _, digits = core.texts(values, i)()
    into[one[1] .. "_text"] = digits
  end
end

local function describe_fields(reg, in_full)
  local fields, types = {}, schema.types(reg)
  for c, name in ipairs(schema.names(reg)) do
    local field = { name = name, type = types[c], sampled = stream.believed(reg, c) or nil }
    if in_full then
      field.missing, field.distinct, field.min, field.max = core.profile(reg, c)
      if field.type == "decimal" then add_texts(field, reg, name, "min", "max") end
    end
    fields[c] = field
  end
  return fields
end

-- Aggregates of all records: { name =, value =, text = with all digits, type = }.
local function describe_asked(data, asked)
  local wanted, values = {}, {}
  for i, one in ipairs(asked) do wanted[i] = { tostring(i), one.text } end
  local all = data:group():summarise(wanted, { force = true })
  for i, one in ipairs(asked) do
    local _, digits = core.texts(all, i)()
    values[i] = { name = one.name, value = core.column(all, i)[1], text = digits, type = core.types(all)[i] }
  end
  return values
end

local function describe_stats(reg, data, columns, force)
  local names, types, stats = schema.names(reg), schema.types(reg), {}
  for _, c in ipairs(columns) do
    local values = data:stats(names[c], { force = force })
    if types[c] == "decimal" then add_texts(values, data, names[c], "min", "max", "mode") end
    stats[#stats + 1] = { name = names[c], type = types[c], values = values }
  end
  return stats
end

-- Reads an aggregate that an option asks for; what is wrong with it, or makes no sense, is usage.
local function asked_for(reg, text, option, query, name)
  local a = problem.attempt(option, option .. ": ", adding.read, reg, text, option)
  local why = not query.force and a.field and kinds.refusal(reg, a, query.by)
  if why then problem.usage("%s: %s: %s; or --force it", option, name or text, why) end
  return a
end

local function sort_groups(groups, wanted, names, sum, sort)
  local columns = core.names(groups)
  local descending, name = sort:match("^(%-?)(.*)$")
  for _, column in ipairs(columns) do
    if column == sort then descending, name = "", sort end
  end
  if sum and name == names[sum] then
    local taken = false
    for _, column in ipairs(columns) do taken = taken or column == name end
    for _, one in ipairs(wanted) do
      if not taken and one.is_sum then name = one[1] end
    end
  end
  find(columns, name, "--sort")
  return groups:sort(descending .. name)
end

-- Of a line that is no group, the aggregates that make sense there.
local function sensible(reg, wanted, force)
  local fitting = {}
  for _, one in ipairs(wanted) do
    local a = adding.read(reg, one[2], "summary")
    local fits = a.of_groups == nil or a.of_groups == "share"
    if fits and (force or not (a.field and kinds.refusal(reg, a, {}))) then fitting[#fitting + 1] = one end
  end
  return reg:group():summarise(fitting, { force = true })
end

-- Of the groups that are not shown: what adds up.
local function rest_of(groups, wanted, force)
  local sums = {}
  for i, one in ipairs(wanted) do
    if one.is_sum or i == 1 then sums[#sums + 1] = { one[1], aggregate("sum", one[1]) } end
  end
  return sensible(groups, sums, force)
end

-- Everything about all records, which the groups may tell without going through those again.
local function total_of(reg, groups, wanted, force)
  for c, kind in ipairs(core.types(groups)) do
    local one = wanted[c - #core.names(groups) + #wanted]
    if one and (one.field or one.is_asked or kind == "number") then return sensible(reg, wanted, force) end
  end
  return rest_of(groups, wanted, force)
end

local function describe_groups(reg, data, query, result)
  local names, types = schema.names(reg), schema.types(reg)
  local keys, stats, sum = {}, result.stat_columns, nil
  for i, name in ipairs(query.by) do
    keys[i] = find(names, name, "--by")
    for k = 1, i - 1 do
      if keys[k] == keys[i] then problem.usage("--by: field '%s' stands there twice", name) end
    end
  end
  if query.sum then
    sum = find(names, query.sum, "--sum")
    if not adding.adds_up(reg, sum) then
      problem.usage("--sum: field '%s' is of type %s; only numbers add up", query.sum, schema.types(reg)[sum])
    end
    asked_for(reg, aggregate("sum", query.sum), "--sum", query)
  end
  local by_keys = #keys > 0
  local wanted = aggregates(names, types, keys, sum, by_keys and stats or {}, by_keys and result.asked or {})
  for i = #wanted, 1, -1 do -- the statistics of a field are those that it has
    local a = wanted[i].field and not query.force and adding.read(data, wanted[i][2], "--stats")
    if a and kinds.refusal(data, a, query.by) then table.remove(wanted, i) end
  end
  local groups = data:group(table.unpack(query.by)):summarise(wanted, { force = true })
  result.group_count = #groups
  result.total = total_of(data, groups, wanted, query.force)
  result.rows = core.column(groups:group():summarise { { "rows", aggregate("sum", wanted[1][1]) } }, 1)[1]
  if query.sort then groups = sort_groups(groups, wanted, names, sum, query.sort) end
  if query.limit and query.limit < result.group_count then
    local hidden = groups:tail(result.group_count - query.limit)
    result.rest = rest_of(hidden, wanted, query.force)
    groups = groups:head(query.limit)
  end
  result.groups, result.keys, result.wanted = groups, #keys, wanted
  result.sum_name = query.sum
end

-- Whether all fields are described.
local function in_full(query)
  return query.fields or not (#query.by > 0 or query.sum or #query.stats > 0)
end

-- The columns that groups and statistics are made from.
local function used(reg, source, query, result)
  local columns, seen, names = {}, {}, schema.names(reg)
  local function add(name, option)
    local c = schema.index(source)[name] or find(names, name, option)
    if not seen[c] then columns[#columns + 1] = c end
    seen[c] = true
  end
  for _, name in ipairs(query.by) do add(name, "--by") end
  if query.sum then add(query.sum, "--sum") end
  for _, c in ipairs(result.stat_columns) do add(names[c], "--stats") end
  for _, one in ipairs(result.asked) do
    local a = asked_for(source, one.text, "--stats", query, one.name)
    for _, name in ipairs { a.field, a.weight } do add(name, "--stats") end
  end
  local time = core.state(source).time
  if time and schema.index(source)[time] then add(time, "--time") end
  return columns
end

-- A bad expression says which option it is of.
local function with_expressions(reg, texts, needed)
  local results = table.pack(pcall(computed, reg, texts, needed, "--stats"))
  local raised = not results[1] and results[2]
  if errors.is(raised) and raised.code == "bad_expression" then
    raised.caller = nil -- a place in this program tells the user nothing
    problem.usage("%s", tostring(raised))
  elseif raised then
    error(raised, 0)
  end
  return table.unpack(results, 2, results.n)
end

-- What groups and statistics are made from: of a file, only the columns that they need, in memory.
local function data_for(reg, query, result)
  if #query.stats == 0 then return reg end
  local names, texts, needed = schema.names(reg), {}, table.move(query.by, 1, #query.by, 1, {})
  needed[#needed + 1] = query.sum
  needed[#needed + 1] = core.state(reg).time
  for _, c in ipairs(result.stat_columns) do needed[#needed + 1] = names[c] end
  for i, one in ipairs(result.asked) do texts[i] = one.name end
  local source
  source, texts = problem.attempt("--stats", "--stats: ", with_expressions, reg, texts, needed)
  for i, one in ipairs(result.asked) do one.text = texts[i] end
  return stream.loaded(source, used(reg, source, query, result))
end

local function compute(reg, query)
  local names, whole = schema.names(reg), reg
  local result = { where = query.where[2] and "(" .. table.concat(query.where, ") and (") .. ")" or query.where[1] }
  for _, condition in ipairs(query.where) do reg = reg:where(condition) end
  result.stat_columns, result.asked = {}, {}
  for _, item in ipairs(query.stats) do
    local is_field = not item.plain or not item.text:find("(", 1, true) or schema.index(reg)[item.text]
    local items = is_field and result.stat_columns or result.asked
    items[#items + 1] = is_field and find(names, item.text, "--stats") or { name = item.text }
  end
  result.grouped = #query.by > 0 or query.sum ~= nil
  result.in_full = in_full(query)
  local data = data_for(reg, query, result)
  if result.grouped then describe_groups(reg, data, query, result) end
  if #result.stat_columns > 0 then result.stats = describe_stats(reg, data, result.stat_columns, query.force) end
  if #result.asked > 0 and #query.by == 0 then
    result.aggregates = describe_asked(data, result.asked)
  end
  if #query.stats > 0 then result.rows = stream.rows(data) end
  result.fields = describe_fields(reg, result.in_full)
  result.rows = result.rows or stream.rows(reg)
  result.read = stream.counted(whole)
  return result
end

--- Computes a summary.
-- @param reg register
-- @tparam table query `where` (a list of expressions), `by` (a list of field names), `stats` (as `list.aggregates`
--   gives it), `sum` (a field name), `fields` and `force` (booleans), `sort`, `limit`
-- @treturn table what `summary_view` shows
function summary.of(reg, query)
  local before = table.concat(schema.types(reg), " ")
  local ok, result = pcall(compute, reg, query)
  if table.concat(schema.types(reg), " ") ~= before and not (not ok and problem.interrupted(result)) then
    return with_where(compute, reg, query) -- what was believed at first was wrong
  end
  return with_where(function()
    if not ok then error(result, 0) end
    return result
  end)
end

local function one_field(argument, option)
  return argument:sub(1, 1) == "`" and list.split(argument, option)[1] or argument
end

local function query_of(args)
  local by = list.all(args.by, "--by") or {}
  if (args.sort or args.limit) and #by == 0 then
    problem.usage("%s concerns groups and needs --by", args.sort and "--sort" or "--limit")
  end
  return {
    where = args.where,
    by = by,
    sum = args.sum and one_field(args.sum, "--sum"),
    stats = list.aggregates(args.stats, "--stats"),
    fields = args.fields,
    force = args.force,
    sort = args.sort,
    limit = options.integer(args.limit, "--limit", 0),
  }
end

--- Runs the subcommand.
-- @tparam table args parsed by argparse
-- @treturn int exit status
function summary.run(args)
  local query, reading, format = query_of(args), options.reading(args), options.format(args)
  local status = problem.OK
  local several = #args.FILE > 1
  local writer
  for _, path in ipairs(args.FILE) do
    local scan = not (in_full(query) or args.verbose)
    local function summarise()
      return input.with(path, reading, { scan = scan, verbose = args.verbose }, summary.of, query)
    end
    local result, rejected
    if several then
      result, rejected = problem.about(input.name(path), summarise)
    else
      result, rejected = summarise()
    end
    if not result then
      status = problem.UNUSABLE
    else
      result.file = input.name(path)
      writer = writer or view.open(format, several, args.output)
      writer.write(result)
      if rejected > 0 then status = math.max(status, problem.FINDINGS) end
    end
  end
  if writer then writer.close() end
  return status
end

return summary
