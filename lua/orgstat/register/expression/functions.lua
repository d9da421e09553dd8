--- The functions of expressions: how many arguments, of which types, and what they give.
--
-- A type is a name of `orgstat.register.options`, "numeric" (integer, decimal or number), or "any";
-- `gives` "same" is the type of the arguments, which are brought to one type where there are several.
-- `chain` functions of many arguments are those of two, one after the other.
-- @module orgstat.register.expression.functions

return {
  abs = { "numeric", gives = "same", fails = true },
  ceil = { "numeric", gives = "same", fails = true },
  coalesce = { "any", "any", gives = "same", chain = true },
  contains = { "text", "text", gives = "boolean" },
  date = { "text", gives = "date", op = "to_date" },
  day = { "date", gives = "integer" },
  ends = { "text", "text", gives = "boolean" },
  floor = { "numeric", gives = "same", fails = true },
  fold = { "text", gives = "text" },
  ["if"] = { "boolean", "any", "any", gives = "same", optional = 1 },
  len = { "text", gives = "integer" },
  lower = { "text", gives = "text" },
  max = { "ordered", "ordered", gives = "same", chain = true, fails = true },
  min = { "ordered", "ordered", gives = "same", chain = true, fails = true },
  missing = { "any", gives = "boolean" },
  month = { "date", gives = "integer" },
  round = { "numeric", "places", gives = "same", optional = 1, fails = true },
  starts = { "text", "text", gives = "boolean" },
  text = { "any", gives = "text", op = "to_text" },
  trim = { "text", gives = "text" },
  upper = { "text", gives = "text" },
  year = { "date", gives = "integer" },
}
