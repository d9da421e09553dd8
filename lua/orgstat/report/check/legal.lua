--- Documents on associations that are known: what T07 holds references against.
-- @module orgstat.report.check.legal

--- Each has a kind, the plain number, and what is known of it.
-- @table legal
return {
  { kind = "conclusion", number = 102, issuer = "politburo", term = 11, date = "2014-09-22" },
  { kind = "decision", number = 217, issuer = "politburo", term = 11, date = "2013-12-12" },
  { kind = "decision", number = 218, issuer = "politburo", term = 11, date = "2013-12-12" },
  { kind = "decree", number = 45, year = 2010, from = "2010-07-01", over = "2024-11-26" },
  { kind = "decree", number = 33, year = 2012, from = "2012-06-01", over = "2024-11-26" },
  { kind = "decree", number = 126, year = 2024, from = "2024-11-26" },
  { kind = "law", number = 17, year = 2013, from = "2013-07-22" },
}
