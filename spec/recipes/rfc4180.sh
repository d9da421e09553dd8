#!/bin/sh
# Compares the reader of spec/support/rfc4180.lua with Python's csv module on seeded texts. Not part
# of make check (it needs python3); run it from the root of the tree when that reader changes:
#   sh spec/recipes/rfc4180.sh
set -e
cases=$(mktemp)
trap 'rm -f "$cases"' EXIT
LUA_PATH="lua/?.lua;lua/?/init.lua;./?.lua;;" LUA_CPATH="build/?.so;;" lua5.4 - >"$cases" <<'LUA'
local cjson, rfc4180, texts = require "cjson", require "spec.support.rfc4180", require "spec.support.texts"
for case = 1, 3000 do
  local text, separator = texts.delimited(case, { good = true })
  local names, rows, empty = rfc4180.read(text, separator)
  local list = { names }
  for _, cells in ipairs(rows) do
    local values = {}
    for c, cell in ipairs(cells) do values[c] = cell[1] end
    list[#list + 1] = values
  end
  print(cjson.encode { text = text, separator = separator, rows = list, empty = empty })
end
LUA
python3 - "$cases" <<'PYTHON'
import csv, io, json, sys
count = 0
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    case = json.loads(line)
    text = case["text"].removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=case["separator"], strict=True))
    first = next(i for i, row in enumerate(rows) if row)
    if len(rows[first]) == 1:
        rows = rows[first:first + 1] + [row or [""] for row in rows[first + 1:]]
    else:
        rows = [row for row in rows if row]
    assert rows == case["rows"], (count, text, rows, case["rows"])
    count += 1
print(count, "texts agree")
PYTHON
