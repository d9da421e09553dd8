# What figures can mean, computed with Python's fractions by the table of hedges in the domain's
# words: one line a figure, read by spec/report/interval_spec.lua.
#     python3 spec/recipes/intervals.py >spec/recipes/intervals.txt
from fractions import Fraction as F

COUNTED = {"member", "organisation", "turn"}
MONEY = {"VND", "IDR", "USD"}
INF = None


def granule(mantissa, exponent):
    if mantissa == 0:
        return F(10) ** exponent
    while mantissa % 10 == 0:
        mantissa, exponent = mantissa // 10, exponent + 1
    return F(10) ** exponent


def meaning(hedge, v, G):  # soft, hard as (lo, lo_open, hi, hi_open)
    if hedge == "more_than":
        return (v, 1, v + G, 1), (v, 1, INF, 1)
    if hedge == "at_least":
        return (v, 0, v + G, 1), (v, 0, INF, 1)
    if hedge == "at_most":
        return (v - G, 1, v, 0), (F(0), 0, v, 0)
    if hedge == "under":
        return (v - G, 1, v, 1), (F(0), 0, v, 1)
    if hedge == "nearly":
        return (v - G, 0, v, 1), (v * F(4, 5), 0, v, 1)
    if hedge == "about":
        return (v - G / 2, 0, v + G / 2, 0), (v * F(9, 10), 0, v * F(11, 10), 0)


def meet(a, b):
    lo = max([(a[0], a[1]), (b[0], b[1])])
    ends = [(hi, -open_) for hi, open_ in ((a[2], a[3]), (b[2], b[3])) if hi is not INF]
    hi = min(ends) if ends else (INF, -1)
    return (lo[0], lo[1], hi[0], -hi[1])


def empty(a, whole):
    lo, lo_open, hi, hi_open = a
    if hi is INF:
        return False
    if whole:
        first = -(-lo // 1) + (1 if lo_open and lo.denominator == 1 else 0)
        last = hi // 1 - (1 if hi_open and hi.denominator == 1 else 0)
        return first > last
    return lo > hi or lo == hi and (lo_open or hi_open)


def of(hedge, unit, mantissa, exponent, scaled):
    v, g = mantissa * F(10) ** exponent, F(10) ** exponent
    whole = unit in COUNTED and v.denominator == 1
    if hedge == "exact":
        half = F(0) if (whole or unit in MONEY) and not scaled else g / 2
        a = (v - half, 0, v + half, 0)
        return a, a
    soft, hard = meaning(hedge, v, granule(mantissa, exponent))
    cut = meet(soft, hard)
    if not empty(cut, whole):
        return cut, hard
    soft, _ = meaning(hedge, v, max(F(2), v / 100))
    lo = (soft[0], soft[1]) if soft[0] >= 0 else (F(0), 0)
    soft = (lo[0], lo[1], soft[2], soft[3])
    lo = min((soft[0], soft[1]), (hard[0], hard[1]))
    hi = (INF, 1) if hard[2] is INF else max([(soft[2], -soft[3]), (hard[2], -hard[3])])
    return soft, (lo[0], lo[1], hi[0], abs(hi[1]))


def end(x):
    if x is INF:
        return "-"
    return str(x)


def show(a):
    return "%s%s %s%s" % ("([" [not a[1]], end(a[0]), end(a[2]), ")]"[not a[3]])


NUMBERS = [(1392, 0), (71890, 0), (20000, 0), (1000, 0), (6000, 0), (3150, 0), (100, 0), (7, 0), (5, 0), (3, 0), (2, 0),
           (10**18, 0), (89999999999999999, 0), (12345678901234567, 0), (10319, 6), (258706, 6), (47, 11), (1250, 6),
           (125, 7), (431, 3), (385, -1), (3850, -2), (1, -1), (31647, -2), (1250, -3), (1, 0), (29, 0)]
for hedge in ("exact", "more_than", "nearly", "about", "at_least", "at_most", "under"):
    for mantissa, exponent in NUMBERS:
        for unit in ("member", "VND", "percent"):
            scaled = exponent > 0
            soft, hard = of(hedge, unit, mantissa, exponent, scaled)
            print(hedge, unit, mantissa, exponent, show(soft), show(hard))
