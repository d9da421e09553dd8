# The statistics of statistics.R once more, for registers that doubles do not hold: in exact rationals,
# rounded once at the end. Run by statistics.sh.
import csv, math, sys
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 400
getcontext().Emin, getcontext().Emax = -9999, 9999


def number(v):
    if v is None:
        return ""
    try:
        return "%.17g" % float(v)
    except OverflowError:
        return "inf" if v > 0 else "-inf"


def held(v):
    """A sum, or the infinity that a column of doubles holds instead."""
    try:
        float(v)
        return v
    except OverflowError:
        return math.inf if v > 0 else -math.inf


def root(v):
    return Fraction((Decimal(v.numerator) / Decimal(v.denominator)).sqrt())


def quantile(x, p, kind):
    """R's rule (stats:::quantile.default), its roundings included, but for the last step."""
    n = len(x)
    if kind <= 3:
        at = n * p - 0.5 if kind == 3 else n * p
        j = math.floor(at)
        h = [at > j, ((at > j) + 1) / 2, at != j or j % 2 == 1][kind - 1]
    elif kind == 7:
        at = 1 + (n - 1) * p
        j = math.floor(at)
        h = at - j
    else:
        a, b = {4: (0, 1), 5: (0.5, 0.5), 6: (0, 0), 8: (1 / 3, 1 / 3), 9: (3 / 8, 3 / 8)}[kind]
        fuzz = 4 * sys.float_info.epsilon
        at = a + p * (n + 1 - a - b)
        j = math.floor(at + fuzz)
        h = at - j if abs(at - j) >= fuzz else 0
    low, high = x[min(max(j, 1), n) - 1], x[min(max(j + 1, 1), n) - 1]
    return (1 - Fraction(h)) * low + Fraction(h) * high


def middle(x):
    x = sorted(x)
    return (x[(len(x) - 1) // 2] + x[len(x) // 2]) / 2


def weighted_quantile(pairs, p):
    wanted, sum_ = p * float(sum(w for _, w in pairs)), 0
    for x, w in sorted(pairs):
        sum_ += w
        if w > 0 and float(sum_) >= wanted:
            return x


def statistics(rows, p, k):
    floats = any("e" in row["x"] for row in rows)
    value = lambda text: Fraction(float(text)) if floats else Fraction(text)
    all_ = [value(row["x"]) if row["x"] else None for row in rows]
    x = [v for v in all_ if v is not None]
    n, ordered, total = len(x), sorted(x), sum(x, Fraction(0))
    pairs = [(v, Fraction(row["w"])) for v, row in zip(all_, rows) if v is not None and row["w"]]
    weight = sum((w for _, w in pairs), Fraction(0))
    mean = total / n if n else None
    var = sum((v - mean) ** 2 for v in x) / (n - 1) if n > 1 else None
    shared = n > 0 and ordered[0] >= 0 and total > 0
    groups = sorted({row["g"] for row in rows}, key=lambda g: (g == "", g))
    sums = [sum((v for v, row in zip(all_, rows) if v is not None and row["g"] == g), Fraction(0)) for g in groups]
    out = [str(n), str(len(rows) - n), str(len(set(x))), number(total), number(mean),
           number(root(var) if n > 1 else None), number(var)]
    some = [ordered[0], ordered[-1], x[0], x[-1], middle(x)] if n else [None] * 5
    some += [quantile(ordered, p, kind) if n else None for kind in range(1, 10)]
    if n:
        centre = middle(x)
        some += [quantile(ordered, 0.75, 7) - quantile(ordered, 0.25, 7), middle([abs(v - centre) for v in x]),
                 max(sorted(set(x)), key=x.count)]
    else:
        some += [None] * 3
    if shared:
        gini = sum((2 * i - n + 1) * v for i, v in enumerate(ordered)) / (n * total)
        some += [gini, sum((v / total) ** 2 for v in x), 100 * sum(ordered[-k:]) / total]
    else:
        some += [None] * 3
    if weight > 0:
        some += [sum(v * w for v, w in pairs) / weight, weighted_quantile(pairs, 0.5), weighted_quantile(pairs, p)]
    else:
        some += [None] * 3
    whole = sum(sums) and all(held(s) == s for s in sums)
    several = lambda values: ";".join(number(v) for v in values)
    out += [number(v) for v in some]
    out += [several([100 * s / sum(sums) if whole else None for s in sums]),
            several([1 + sum(held(other) > held(s) for other in sums) for s in sums]),
            several([sum(held(s) for s in sums[:i + 1]) for i in range(len(sums))])]
    return out


for one in csv.DictReader(open(sys.argv[1])):
    rows = list(csv.DictReader(open(one["file"])))
    print(",".join([one["name"]] + statistics(rows, float(one["p"]), int(one["k"]))))
