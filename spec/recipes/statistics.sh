#!/bin/sh
# Statistics as R computes them (Debian's r-base-core), of 200 seeded random registers
# (spec/support/registers.lua), of the sample register, and of the Wyoming register (us-irs-exempt/
# eo_wy.csv) if it is given; and as Python's fractions compute them, of 90 registers that doubles do not
# hold. The lines that spec/statistics_spec.lua compares with ours:
#
#     spec/recipes/statistics.sh [WYOMING] > spec/recipes/statistics.csv
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

lua5.4 spec/support/registers.lua "$folder"
Rscript --vanilla spec/recipes/statistics.R "$folder/random.csv"

one() { # name, file, fields
  printf 'name,file,p,k\n%s,%s,0.9,5\n' "$1" "$2" >"$folder/one.csv"
  FIELDS=$3 Rscript --vanilla spec/recipes/statistics.R "$folder/one.csv" | tail -n +2
}
one sample data/binh-thuan-2024.csv scope_level,members,branches
test $# = 0 || one wyoming "$1" SUBSECTION,ASSET_AMT,INCOME_AMT

python3 spec/recipes/statistics.py "$folder/beyond.csv"
