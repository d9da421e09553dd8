--- What every check works with: the figures' intervals, their names, and the place for findings.
-- @module orgstat.report.check.context

local exact = require "orgstat.report.exact"
local finding = require "orgstat.report.finding"
local interval = require "orgstat.report.interval"
local say = require "orgstat.report.say"
local words = require "orgstat.report.words"

local Context = {}
Context.__index = Context

--- Starts the check of a report.
-- @tparam table report with `figures` and `relations`
-- @tparam ?string lang of the messages, default English
function Context.new(report, lang)
  return setmetatable({
    report = report, figures = report.figures, phrases = words.of(lang), lang = report.lang, findings = {}, soft = {},
    hard = {},
    judged = {}, -- closed sums and what was found of them
    agreeing = {}, -- headlines that agree with the text
  }, Context)
end

--- Soft and hard interval of a figure; nil when its number cannot be told.
-- @int i index of the figure
function Context:interval(i)
  if self.soft[i] == nil then
    local soft, hard = interval.of(self.figures[i])
    self.soft[i], self.hard[i] = soft or false, hard or false
  end
  return self.soft[i] or nil, self.hard[i] or nil
end

--- The written value of a figure as an exact number; nil when it has none.
function Context:value(i)
  local figure = self.figures[i]
  return figure.value and interval.value(figure)
end

--- A figure as it is written, with its hedge.
function Context:name(i)
  local figure = self.figures[i]
  local written = (figure.written or ""):gsub("%s+", " ")
  if figure.unit == "percent" and not written:find "[%%％]" and not written:find "%a%a" then
    written = written .. " %"
  end
  local hedge = self.phrases.hedges[figure.hedge]
  return hedge and words.fill(hedge, { n = written }) or written
end

--- Several figures: "a, b and c".
function Context:names(list)
  local texts = {}
  for k, i in ipairs(list) do texts[k] = self:name(i) end
  return self:join(texts)
end

--- Texts as an enumeration.
function Context:join(texts, last_word)
  if #texts < 2 then return texts[1] or "" end
  return table.concat(texts, ", ", 1, #texts - 1) .. " " .. (last_word or self.phrases.and_word) .. " " .. texts[#texts]
end

--- A sum as it is written: "65 + 124 + 1,203".
function Context:plus(list)
  local texts = {}
  for k, i in ipairs(list) do texts[k] = self:name(i) end
  return table.concat(texts, " + ")
end

function Context:fill(template, values) return words.fill(self.phrases[template], values) end

function Context:number(x, places) return say.number(x, self.lang, places) end

function Context:range(a, mark) return say.range(a, self.lang, self.phrases, mark) end

--- Sum of the intervals of figures, and of their values.
-- @tparam {int,...} list
-- @tparam[opt] {int,...} signs 1 or -1 for each
-- @treturn[1] table soft
-- @treturn[1] table hard
-- @return[1] the sum of the written values; nil when one has none
-- @treturn[2] nil
-- @treturn[2] {int,...} the figures that have no interval
function Context:sum(list, signs)
  local soft, hard, value, lacking = nil, nil, 0, {}
  for k, i in ipairs(list) do
    local a, b = self:interval(i)
    if not a then
      lacking[#lacking + 1] = i
    else
      local v = self:value(i)
      if signs and signs[k] < 0 then
        a, b, v = interval.negative(a), interval.negative(b), v and exact.negative(v)
      end
      soft, hard = soft and interval.add(soft, a) or a, hard and interval.add(hard, b) or b
      value = value and v and exact.add(value, v)
    end
  end
  if #lacking > 0 then return nil, lacking end
  return soft, hard, value
end

--- Whether all of these figures can only be whole numbers.
function Context:whole(list)
  for _, i in ipairs(list) do
    if not interval.is_whole(self.figures[i]) then return false end
  end
  return true
end

-- Half the width of what a soft difference may be: how far the written values may lie apart.
local function tolerance_of(computed, stated)
  local gap = interval.sub(computed, stated)
  if not (gap.lo and gap.hi) then return nil end
  return exact.number(exact.div(exact.sub(gap.hi, gap.lo), 2))
end

local function is_point(a) return a.lo ~= nil and a.hi ~= nil and exact.compare(a.lo, a.hi) == 0 end

--- Adds a finding.
-- @string check
-- @string verdict
-- @string message
-- @tparam {int,...} figures
-- @tparam[opt] table more as in `finding.new`
function Context:add(check, verdict, message, figures, more)
  local one = finding.new(check, verdict, message, figures, more)
  self.findings[#self.findings + 1] = one
  return one
end

--- Judges a relation whose one side is computed and the other stated, and adds what is found. What
-- only the numbers suggest is left out when it does not hold.
-- @string check
-- @tparam table relation
-- @tparam table what `equation` (text), `figures`, `computed` and `stated` (each `{ soft, hard, value }`),
--   and perhaps `fits` (default `interval.meets`), `whole`, `mark` (behind computed numbers), `ok` (what
--   to say when it holds exactly), `total` (what the excess is a share of; default the stated value)
-- @treturn ?table the finding
function Context:judge(check, relation, what)
  local computed, stated, mark = what.computed, what.stated, what.mark or ""
  local verdict = interval.verdict(what.fits or interval.meets, { computed[1], stated[1] }, { computed[2], stated[2] },
    what.whole)
  if relation.inferred and verdict ~= "ok" then return nil end
  local difference = computed[3] and stated[3] and exact.sub(computed[3], stated[3])
  local total = what.total or stated[3]
  local excess = difference and total and exact.compare(total, 0) > 0 and exact.div(exact.abs(difference), total) or nil
  local more = {
    inferred = relation.inferred or false, equation = what.equation,
    difference = difference and exact.number(difference), excess = excess and exact.number(exact.mul(excess, 100)),
    tolerance = tolerance_of(computed[1], stated[1]),
  }
  return self:add(check, verdict, self:outcome(verdict, what, difference, excess, mark), what.figures, more)
end

function Context:outcome(verdict, what, difference, excess, mark)
  local computed, stated = what.computed, what.stated
  local sharp = is_point(computed[1]) and is_point(stated[1])
  local values = {
    equation = what.equation, computed_range = self:range(computed[1], mark),
    stated_range = self:range(stated[1], mark),
  }
  if verdict == "ok" then
    if what.ok and (sharp or what.ok_always) then return what.ok end
    if sharp then return self:fill("holds", values) end
    values.computed, values.stated = values.computed_range, values.stated_range
    return self:fill("fits", values)
  end
  if difference then
    values.computed, values.stated = self:number(computed[3]) .. mark, self:number(stated[3]) .. mark
    values.difference = say.signed(difference, self.lang) .. mark
    values.excess = excess and what.excess ~= false
      and self:fill("excess", { percent = say.percent(excess, self.lang) }) or ""
  else
    values.computed, values.stated, values.excess = values.computed_range, values.stated_range, ""
    values.difference = self:range(interval.sub(computed[1], stated[1]), mark)
  end
  return self:fill(verdict == "doubtful" and "doubt" or "fails", values)
end

--- Adds that a relation cannot be decided, because a figure has no value.
-- @string check
-- @tparam table relation
-- @string equation
-- @tparam {int,...} figures
-- @tparam {int,...} lacking those without a value
-- @tparam[opt] table bounds the interval that the only one of them must lie in
function Context:undecided(check, relation, equation, figures, lacking, bounds)
  local message
  if bounds and #lacking == 1 then
    message = self:fill("missing", { equation = equation, figure = self:name(lacking[1]), range = self:range(bounds) })
  else
    message = self:fill("missing_any", { equation = equation, figure = self:names(lacking) })
  end
  return self:add(check, "unknown", message, figures, {
    inferred = relation.inferred or false, equation = equation,
  })
end

--- All figures of lists and single indexes, each once, in order of the text; nil and false are skipped.
function Context.gather(...)
  local seen, list = {}, {}
  local function take(i)
    if type(i) == "table" then
      for _, one in ipairs(i) do take(one) end
    elseif i and not seen[i] then
      seen[i] = true
      list[#list + 1] = i
    end
  end
  for k = 1, select("#", ...) do take((select(k, ...))) end
  table.sort(list)
  return list
end

return Context
