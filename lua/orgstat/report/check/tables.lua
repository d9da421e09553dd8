--- Cross tables: F23.
-- @module orgstat.report.check.tables

local interval = require "orgstat.report.interval"

local tables = { relations = {} }

local RANK = { ok = 1, doubtful = 2, violated = 3 }

-- The figures of one line of the table without its total; nil when a cell has no figure.
local function line(cells, count, total)
  local list = {}
  for k = 1, count do
    if k ~= total then
      local i = cells(k)
      if not i then return nil end
      list[#list + 1] = i
    end
  end
  return #list > 1 and list or nil
end

-- Judges one line against its total, if it is all there.
local function judge_line(ctx, r, state, key, n, list, total)
  if not list or not total then return end
  local soft, hard, value = ctx:sum(list)
  local whole_soft, whole_hard = ctx:interval(total)
  if not soft or not whole_soft then return end
  state.lines = state.lines + 1
  state.figures[#state.figures + 1] = list
  state.figures[#state.figures + 1] = total
  local figures = ctx.gather(list, total)
  local whole = ctx:whole(figures)
  local verdict = interval.verdict(interval.meets, { soft, whole_soft }, { hard, whole_hard }, whole)
  if RANK[verdict] > RANK[state.verdict] then state.verdict = verdict end
  if verdict == "ok" or r.inferred then return end
  local one = ctx:judge("F23", r, {
    equation = ctx:plus(list) .. " = " .. ctx:name(total), figures = figures, computed = { soft, hard, value },
    stated = { whole_soft, whole_hard, ctx:value(total) }, whole = whole,
  })
  one.message = ctx:fill(key, { n = n, equation = one.message })
end

--- F23: each row makes the total at its end, each column the total below it.
function tables.relations.table(ctx, r)
  local cells = r.cells or r.rows
  local rows, columns = #cells, 0
  for _, row in ipairs(cells) do columns = math.max(columns, #row) end
  local state = { lines = 0, verdict = "ok", figures = {} }
  if r.row_total then
    for n, row in ipairs(cells) do
      local list = line(function(k) return row[k] end, columns, r.row_total)
      judge_line(ctx, r, state, "F23_row", n, list, row[r.row_total])
    end
  end
  if r.column_total then
    local total = cells[r.column_total]
    for n = 1, columns do
      local list = line(function(k) return cells[k][n] end, rows, r.column_total)
      judge_line(ctx, r, state, "F23_column", n, list, total[n])
    end
  end
  if state.lines > 0 and state.verdict == "ok" then
    ctx:add("F23", "ok", ctx:fill("F23", { rows = rows, columns = columns }), ctx.gather(state.figures), {
      inferred = r.inferred or false,
    })
  end
end

return tables
