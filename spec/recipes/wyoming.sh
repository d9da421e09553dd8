#!/bin/sh
# Statistics of the Wyoming register (us-irs-exempt/eo_wy.csv) as sqlite3 computes them, one
# "statistic|value" a line: the numbers that spec/real_spec.lua compares with ours.
#
#     spec/recipes/wyoming.sh FILE > spec/recipes/wyoming.txt
#
# Quantiles are those of R's type 7: for the sorted values x[0..n-1] and h = (n - 1) p, x[floor h]
# plus (h - floor h) times the step to the next value. The variance is computed in two passes, with n - 1.
set -eu
script=$(mktemp)
trap 'rm -f "$script"' EXIT

cat >"$script" <<SQL
.mode list
.import --csv "$1" wy
select 'rows', count(*) from wy;
select 'distinct EIN', count(distinct EIN) from wy;
select 'distinct NAME', count(distinct NAME) from wy;
select 'missing NTEE_CD', sum(NTEE_CD = '') from wy;
select 'SUBSECTION ' || SUBSECTION, count(*) from wy group by SUBSECTION order by SUBSECTION;
select 'SUBSECTION ' || SUBSECTION || ' DEDUCTIBILITY ' || DEDUCTIBILITY, count(*) from wy
  group by SUBSECTION, DEDUCTIBILITY order by SUBSECTION, DEDUCTIBILITY;
select 'REVENUE_AMT of SUBSECTION ' || SUBSECTION, sum(cast(REVENUE_AMT as integer)) from wy
  where REVENUE_AMT <> '' group by SUBSECTION order by SUBSECTION;
SQL

for field in ASSET_AMT INCOME_AMT REVENUE_AMT; do
  cat >>"$script" <<SQL
drop table if exists x;
create table x as select cast($field as integer) v from wy where $field <> '';
select '$field missing', count(*) from wy where $field = '';
select '$field n', count(*) from x;
select '$field sum', sum(v) from x;
select '$field mean', printf('%.17g', 1.0 * sum(v) / count(*)) from x;
select '$field sd', printf('%.17g', sqrt(sum((v - m) * (v - m)) / (count(*) - 1)))
  from x, (select 1.0 * sum(v) / count(*) m from x);
select '$field min', min(v) from x;
select '$field max', max(v) from x;
select '$field distinct', count(distinct v) from x;
drop table if exists ranked;
create table ranked as select v, row_number() over (order by v) - 1 i from x;
with p(name, p) as (values ('q1', 0.25), ('median', 0.5), ('q3', 0.75)),
     h as (select name, (select count(*) - 1 from x) * p h from p)
select '$field ' || name, printf('%.17g', a.v + (h - cast(h as integer)) * (b.v - a.v))
  from h join ranked a on a.i = cast(h as integer) join ranked b on b.i = cast(h as integer) + 1;
SQL
done

sqlite3 -batch :memory: <"$script" 2>/dev/null
