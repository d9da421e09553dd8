--- Sentences of a report with their figures marked, and wrapped lines.
-- @module orgstat.cli.marked

local text = require "orgstat.present.text"

local marked = {}

--- Columns of a page when no screen says how many.
marked.WIDTH = 100

local NARROWEST = 40
local AROUND = 160 -- bytes shown on either side of a figure when a sentence is long
local LONG = 700
local MANY = 60 -- figures shown of one sentence

--- Colours of verdicts, for terminals.
local COLOUR = { ok = "32", doubtful = "33", violated = "31;1", unknown = "36", note = "2" }

--- A verdict, coloured if the screen has colours.
-- @string verdict
-- @tparam table screen
-- @int[opt=0] width to which it is filled up
function marked.verdict(verdict, screen, width)
  local shown = verdict .. (" "):rep((width or 0) - #verdict)
  if not screen.colour then return shown end
  return "\27[" .. (COLOUR[verdict] or "0") .. "m" .. shown .. "\27[0m"
end

--- Bold on terminals.
function marked.bold(s, screen) return screen.colour and "\27[1m" .. s .. "\27[0m" or s end

local function dress(s, screen)
  return screen.colour and "\27[1;4m" .. s .. "\27[0m" or "[" .. s .. "]"
end

-- The pieces of a sentence: plain text and figures by turns.
local function pieces_of(report, first, last, figures)
  local pieces, at, left_out = {}, first, math.max(#figures - MANY, 0)
  for k, figure in ipairs(figures) do
    if k > MANY then break end
    if figure.first >= at and figure.last <= last then
      pieces[#pieces + 1] = { text = report:excerpt(at, figure.first - 1) }
      pieces[#pieces + 1] = { text = report:excerpt(figure.first, figure.last), figure = figure }
      at = figure.last + 1
    end
  end
  local rest = left_out > 0 and (" … (%d more figures)"):format(left_out) or report:excerpt(at, last)
  pieces[#pieces + 1] = { text = rest }
  return pieces
end

local function cut_at_space(s, most, from_end)
  if #s <= most then return s end
  if from_end then return "…" .. (s:sub(-most):match "^%S*(%s.*)$" or "") end
  return (s:sub(1, most):match "^(.*%s)%S*$" or "") .. "…"
end

-- Of a long text between figures, only what is near to them.
local function shorten(pieces)
  local total = 0
  for _, piece in ipairs(pieces) do total = total + #piece.text end
  if total <= LONG then return end
  for k, piece in ipairs(pieces) do
    if not piece.figure then
      if k == 1 then
        piece.text = cut_at_space(piece.text, AROUND, true)
      elseif k == #pieces then
        piece.text = cut_at_space(piece.text, AROUND)
      elseif #piece.text > 2 * AROUND then
        piece.text = cut_at_space(piece.text, AROUND) .. " " .. cut_at_space(piece.text, AROUND, true)
      end
    end
  end
end

--- A sentence with its figures marked.
-- @tparam table report
-- @int i number of the sentence
-- @tparam {table,...} figures of that sentence, in the order of the text
-- @tparam function mark takes the text of a figure
-- @tparam[opt] function plain takes the text between figures
-- @treturn string
function marked.sentence(report, i, figures, mark, plain)
  local first, last = report:sentence(i)
  local pieces = pieces_of(report, first, last, figures)
  shorten(pieces)
  local out = {}
  for k, piece in ipairs(pieces) do
    local clean = text.clean(piece.text)
    out[k] = piece.figure and mark(clean) or plain and plain(clean) or clean
  end
  return (table.concat(out):gsub("%s+", " "):gsub("^[ |]+", ""):gsub("[ |]+$", ""))
end

--- How figures are marked for a screen: bold and underlined, or in brackets.
function marked.dresser(screen)
  return function(s) return dress(s, screen) end
end

-- The columns that a word takes; what dresses it takes none.
local function width_of(word)
  if word:find("\27", 1, true) then word = word:gsub("\27%[[%d;]*m", "") end
  return text.width(word)
end

--- Breaks a text into lines.
-- @string s
-- @int width
-- @string indent before the first line
-- @string[opt] hanging before the others
-- @treturn string lines, each with its line end
function marked.wrap(s, width, indent, hanging)
  hanging = hanging or indent
  width = math.max(width, NARROWEST)
  if #indent + #s <= width and not s:find "[%s][%s]" then return indent .. s .. "\n" end
  local lines, line, used = {}, indent, text.width(indent)
  local empty = true
  for word in s:gmatch "%S+" do
    local own = width_of(word)
    if not empty and used + 1 + own > width then
      lines[#lines + 1] = line
      line, used, empty = hanging, text.width(hanging), true
    end
    line = line .. (empty and "" or " ") .. word
    used = used + own + (empty and 0 or 1)
    empty = false
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n") .. "\n"
end

return marked
