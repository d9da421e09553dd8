--- Relations that no word tells: parts that make a total, and the same quantity told twice.
-- @module orgstat.report.infer

local token = require "orgstat.report.token"

local infer = {}

local abs, max, min = math.abs, math.max, math.min
local find = string.find

local NOT = { percent = true, percentage_point = true, year = true, hour = true, score = true }
local AHEAD = 14 -- figures in which the parts of a total are sought
local NEAR = 25 -- sentences

local function usable(figure)
  return figure.value and not NOT[figure.unit] and not figure.delta and not figure.average and not figure.per
    and figure.zone ~= "table"
end

-- Parts that follow (step 1) or come before (step -1) the total and make it exactly.
local function parts_of(figures, i, step)
  local total = figures[i]
  local sum, parts = 0, {}
  local j, seen = i + step, 0
  while figures[j] and seen < AHEAD do
    local one = figures[j]
    if abs(one.sentence - total.sentence) > NEAR then break end
    seen = seen + 1
    if usable(one) and one.unit == total.unit and not (one.child_of and one.child_of ~= total
      and one.child_of.unit == one.unit
      and (one.child_of.index - total.index) * step > 0) and one.index ~= total.index then
      if one.value ~= total.value then
        if one.value > total.value then break end
        sum = sum + one.value
        if sum > total.value then return nil end
        parts[#parts + 1] = one
        if sum == total.value then return #parts > 1 and parts or nil end
      end
    end
    j = j + step
  end
end

local function merged(whole, parts)
  local out = { whole }
  for _, i in ipairs(parts) do out[#out + 1] = i end
  table.sort(out)
  return out
end

-- A list of parts that is short of its whole may go on in the next sentence.
local function go_on(state)
  local figures = state.report.figures
  for _, relation in ipairs(state.report.relations) do
    if relation.kind == "sum" and relation.closed and #relation.parts > 1 and relation.source ~= "table" then
      local whole = figures[relation.whole]
      local sum, used = 0, {}
      for _, i in ipairs(relation.parts) do sum, used[i] = sum + (figures[i].value or 0), true end
      if whole.value and sum < whole.value then
        local last = relation.parts[#relation.parts]
        local more, have = {}, sum
        for i = last + 1, min(#figures, last + 6) do
          local one = figures[i]
          if one.sentence - figures[last].sentence > 2 or not usable(one) then break end
          if one.unit == whole.unit and not one.child_of and not used[i] then
            have = have + one.value
            more[#more + 1] = i
            if have >= whole.value then break end
          end
        end
        if have == whole.value then
          for _, i in ipairs(more) do
            relation.parts[#relation.parts + 1] = i
            figures[i].child_of = whole
          end
          relation.figures = merged(relation.whole, relation.parts)
        end
      end
    end
  end
end

local function sums(state, add)
  local figures = state.report.figures
  local wholes, told = {}, {}
  for _, relation in ipairs(state.report.relations) do
    if relation.kind == "sum" and relation.closed then wholes[relation.whole] = true end
  end
  local function try(i, total)
    if usable(total) and total.value >= 20 and total.hedge == "exact" and not wholes[i] then
      local parts = parts_of(figures, i, 1) or parts_of(figures, i, -1)
      if parts and total.value < 100 then
        for _, part in ipairs(parts) do
          if part.sentence ~= total.sentence then parts = nil break end
        end
      end
      -- two round numbers make a third too easily
      if parts and #parts == 2 and not total.total and total.value % 100 == 0 and parts[1].value % 100 == 0 then
        parts = nil
      end
      if parts and (#parts >= 3 or total.value >= 100) then
        local list, indexes = { total }, {}
        local free = true
        for _, part in ipairs(parts) do
          list[#list + 1], indexes[#indexes + 1] = part, part.index
          free = free and part.child_of ~= total and part.hedge == "exact"
        end
        table.sort(indexes)
        local key = table.concat(indexes, ",")
        local before = told[key]
        -- two mentions of one total: the nearer has the parts
        if before and abs(before.whole - indexes[1]) <= abs(i - indexes[1]) then free = false end
        if free and before then
          before.whole, before.figures = i, merged(i, indexes)
          free = false
        end
        if free then
          for _, part in ipairs(parts) do part.child_of = part.child_of or total end
          told[key] = add(state, { kind = "sum", whole = i, parts = indexes, closed = true, inferred = true,
            source = "arithmetic" }, list)
        end
      end
    end
  end
  for i, figure in ipairs(figures) do if figure.total then try(i, figure) end end
  for i, figure in ipairs(figures) do if not figure.total then try(i, figure) end end
end

local function key_words(figure)
  local set, n = {}, 0
  for word in ((figure.label or "") .. " " .. (figure.noun or "")):gmatch "[%w\xC3-\xF4][%w\x80-\xF4]+" do
    word = token.fold(word)
    if #word > 2 and not set[word] then set[word], n = true, n + 1 end
  end
  return set, n
end

-- Words of the label that name something: no days, no words that every sentence has.
local function naming_words(figure, lex)
  local n = 0
  for word in (figure.label or ""):gmatch "[%w\xC3-\xF4][%w\x80-\xF4]+" do
    local e = lex:find(word:lower())
    if not word:find "^%d" and not (e and (e.stop or e.common or e.dated)) then n = n + 1 end
  end
  return n
end

local function by_key(figure)
  if next(figure.by) == nil then return "" end
  local keys = {}
  for key, code in pairs(figure.by) do keys[#keys + 1] = key .. "=" .. code end
  table.sort(keys)
  return table.concat(keys, ",")
end

local function when(figure) return figure.as_of or figure.from end

local function alike(a, b)
  if a.place and b.place and a.place ~= b.place then return false end
  local p, q = when(a), when(b)
  if p and q and p ~= q and p:sub(1, #q) ~= q and q:sub(1, #p) ~= p then return false end
  return true
end

-- Two mentions of one quantity: the same value, or the same words.
local function mentions(state, add)
  local figures = state.report.figures
  local values, heads = {}, {}
  local groups = {}
  for i, figure in ipairs(figures) do
    if usable(figure) or figure.value and figure.zone == "table" and figure.total then
      local key = figure.unit .. "|" .. by_key(figure)
      local same = values[key .. "|" .. figure.value]
      if same and figures[same].sentence ~= figure.sentence and figure.value >= 10 and alike(figures[same],
        figure) and not figure.child_of then
        add(state, { kind = "same", how = figures[same].zone ~= "body" and figures[same].zone ~= "list"
          and "headline" or "label", inferred = true }, { figures[same], figure })
      elseif not same then
        values[key .. "|" .. figure.value] = i
      end
      local words, n = nil, 0
      if figure.label and find(figure.label, " ", 1, true) then words, n = key_words(figure) end
      if n >= 3 and naming_words(figure, state.lexicon) >= 2 then
        local group = groups[key]
        if not group then
          group = {}
          groups[key] = group
        end
        for j = max(1, #group - 15), #group do
          local other = group[j]
          if other.figure.value ~= figure.value and other.figure.sentence ~= figure.sentence and alike(other.figure,
            figure)
            and other.figure.child_of == nil and figure.child_of == nil then
            local common = 0
            for word in pairs(words) do if other.words[word] then common = common + 1 end end
            if common >= 3 and common * 5 >= 4 * max(n, other.n) then
              add(state, { kind = "same", how = "label" }, { other.figure, figure })
              break
            end
          end
        end
        group[#group + 1] = { figure = figure, words = words, n = n }
      end
    end
    if (figure.zone == "title" or figure.zone == "headline" or figure.zone == "caption") and figure.value
      and usable(figure) then heads[#heads + 1] = figure end
  end
  return heads
end

-- A headline and the first figure of the text that counts the same.
local function headlines(state, add, heads)
  local figures = state.report.figures
  for _, head in ipairs(heads) do
    local words = key_words(head)
    for i = head.index + 1, min(#figures, head.index + 10) do
      local one = figures[i]
      if one.zone == "body" and usable(one) and one.unit == head.unit and one.value ~= head.value
        and not one.child_of then
        local other = key_words(one)
        local common = 0
        for word in pairs(words) do if other[word] then common = common + 1 end end
        local near = min(one.value, head.value) / max(one.value, head.value)
        if common >= 1 and near > 0.9 and one.unit ~= "other" then
          add(state, { kind = "same", how = head.zone == "caption" and "caption" or "headline" }, { head, one })
        end
        break
      elseif one.zone == "body" and one.unit == head.unit and one.value == head.value then
        break
      end
    end
  end
end

--- Adds what can be inferred once the whole text is read.
function infer.finish(state, add)
  go_on(state)
  sums(state, add)
  headlines(state, add, mentions(state, add))
  for _, figure in ipairs(state.report.figures) do figure.child_of = nil end
end

return infer
