-- The vectors of published figures: figures and relations, in sentences of our own in three languages.
local reading = require "spec.report.reading"
local vectors = require "spec.report.vectors"

local function plain(text) return (tostring(text):gsub("[.,]", "")) end

local function all_plain(list)
  local out = {}
  for i, text in ipairs(list) do out[i] = plain(text) end
  return out
end

describe("the vector", function()
  for _, vector in ipairs(vectors) do
    for _, lang in ipairs { "en", "vi", "id" } do
      local text = vector[lang]
      if text then
        it(("%s in %s"):format(vector.name, lang), function()
          if not vector.figures_any then assert.same(vector.figures, reading.figures(lang, text)) end
          if vector.sums then assert.same(all_plain(vector.sums), all_plain(reading.sums(lang, text))) end
          for kind, wanted in pairs(vector.relation or {}) do
            local found = assert.is_table(reading.relation(lang, text, kind)) and reading.relation(lang, text, kind)
            for key, value in pairs(wanted) do
              if type(value) == "table" then
                assert.same(all_plain(value), all_plain(found[key]))
              else
                assert.equal(plain(value), plain(found[key]))
              end
            end
          end
        end)
      end
    end
  end
end)
