--- Markdown: pipe tables as GitHub, GitLab and pandoc read them.
-- @module orgstat.present.markdown

local shape = require "orgstat.present.shape"

local markdown = {}

-- Within a word they are no marks.
local function underscores(text)
  return (text:gsub("()_", function(at)
    return not (at > 1 and text:find("^%w_%w", at - 1)) and "\\_" or nil
  end))
end

--- A text as it must stand in a table cell to be shown as it is.
--
-- `_` marks emphasis at the edge of a word only, `~` where there are two, `&` before what could be
-- an entity; they stay bare elsewhere.
-- @tparam ?string text nil gives an empty cell
-- @treturn string
function markdown.cell(text)
  if text == nil then return "" end
  text = underscores(text:gsub("[\\|`*<%[]", "\\%0"):gsub("&(#?%w+;)", "\\&%1"))
  if text:find("~.*~") then text = text:gsub("~", "\\~") end
  return (text:gsub("\r?\n", "<br>"):gsub("[\0-\31\127]", " "))
end

local function line(cells, width)
  return "| " .. table.concat(cells, " | ", 1, width) .. " |\n"
end

--- Writes a table head: the names, and the line that says which columns are numbers.
-- @tparam {string,...} names
-- @tparam {string,...} align "left" or "right" for each
-- @tparam function sink
function markdown.head(names, align, sink)
  local cells, rule = {}, {}
  for c, name in ipairs(names) do
    cells[c] = markdown.cell(name)
    rule[c] = align[c] == "right" and "---:" or "---"
  end
  sink(line(cells, #names) .. line(rule, #names))
end

--- Writes one table row.
-- @tparam {string,...} cells nil is an empty cell
-- @int width number of columns
-- @tparam function sink
function markdown.row(cells, width, sink)
  local out = {}
  for c = 1, width do out[c] = markdown.cell(cells[c]) end
  sink(line(out, width))
end

--- Writes a result as a pipe table, numbers to the right.
-- @param result a register or a plain result
-- @tparam function sink takes strings, one for each row
function markdown.write(result, sink)
  local form = shape.of(result)
  local width = #form.names
  if width == 0 then return end
  local align = {}
  for c = 1, width do align[c] = shape.numeric(form.types[c]) and "right" or "left" end
  markdown.head(form.names, align, sink)
  for cells in form.rows() do markdown.row(cells, width, sink) end
end

return markdown
