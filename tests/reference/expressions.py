#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes expressions.json: typed functions with their values and derivatives, computed independently.

    tests/reference/expressions.py > tests/data/expressions.json

Random expressions, and those that once went wrong, at random places and at edges.  Derivatives are
symbolic and evaluated with 60 digits (mpmath).  Where that meets a singularity, they are differences
of values with 400 digits, from both sides and at two distances: what converges is a derivative, what
grows without bound is none, and where the sides differ the mean is written down.

A row is [text, x, y, [value, x, y, xx, xy, yy], [tolerance of each]].  null: there is no derivative;
"skip": differences can't tell.  A tolerance is 4e-13 of the number and the error that the same
symbolic computation makes with ten bits fewer than a double has: that is what its rounding costs.
"""
import json
import random

import mpmath
from mpmath import mp, mpf

SEED = 20261128
ROWS = 3200
DIGITS, MANY_DIGITS = 60, 400


class Singular(Exception):
    """No value, or no derivative by the rules."""


class Skip(Exception):
    """Nothing that is worth a row."""


# ---- trees: ("x",), ("y",), ("number", 2.5), ("+", a, b), ("sin", a) … ----

ZERO, ONE, TWO = ("number", 0.0), ("number", 1.0), ("number", 2.0)


def depends(node):
    return node[0] in "xy" or any(depends(part) for part in node[1:] if isinstance(part, tuple))


def apply_function(name, u):
    if name in ("exp", "sinh", "cosh") and abs(u) > 1e7:
        raise Skip
    if name in ("sin", "cos", "tan") and abs(u) > 1e6:
        raise Skip
    if name == "tanh" and abs(u) > 1e5:
        return mpf(1 if u > 0 else -1)
    if name in ("sqrt", "log") and u < 0 or name in ("log",) and u == 0:
        raise Singular
    if name == "abs":
        return abs(u)
    if name == "sign":
        if u == 0:
            raise Singular
        return mpf(1 if u > 0 else -1)
    return getattr(mp, name)(u)


def apply_power(a, b):
    if b != mpmath.nint(b) and a < 0 or a == 0 and b < 0:
        raise Singular
    if a != 0 and abs(b * mp.log(abs(a))) > 1e7:
        raise Skip
    return a ** int(b) if b == mpmath.nint(b) else mp.power(a, b)


def evaluate(node, x, y):
    kind = node[0]
    if kind == "x":
        return +x
    if kind == "y":
        return +y
    if kind == "number":
        return +mpf(node[1])
    a = evaluate(node[1], x, y)
    if kind == "negate":
        return -a
    if len(node) == 2:
        return apply_function(kind, a)
    if kind == "choose":   # a > 0: one, a < 0: the other
        if a == 0:
            raise Singular
        return evaluate(node[2] if a > 0 else node[3], x, y)
    b = evaluate(node[2], x, y)
    if kind == "/" and b == 0:
        raise Singular
    if kind == "^":
        return apply_power(a, b)
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b,
            "min": lambda: min(a, b), "max": lambda: max(a, b)}[kind]()


def slope_of_function(name, u):
    return {
        "abs": lambda: ("sign", u), "sign": lambda: ("*", ZERO, ("sign", u)),
        "atan": lambda: ("/", ONE, ("+", ONE, ("^", u, TWO))),
        "cos": lambda: ("negate", ("sin", u)), "cosh": lambda: ("sinh", u),
        "exp": lambda: ("exp", u), "log": lambda: ("/", ONE, u), "sin": lambda: ("cos", u),
        "sinh": lambda: ("cosh", u), "sqrt": lambda: ("/", ("number", 0.5), ("sqrt", u)),
        "tan": lambda: ("/", ONE, ("^", ("cos", u), TWO)),
        "tanh": lambda: ("/", ONE, ("^", ("cosh", u), TWO)),
    }[name]()


def slope_of_power(a, b, by):
    if not depends(b):
        lower = ("-", b, ONE)
        if b[0] == "number" and b[1] == 1:
            return differentiate(a, by)
        return ("*", ("*", b, ("^", a, lower)), differentiate(a, by))
    logarithm = ("*", b, ("log", a))
    return ("*", ("^", a, b), differentiate(logarithm, by))


def differentiate(node, by):
    kind = node[0]
    if not depends(node):
        return ZERO
    if kind in ("x", "y"):
        return ONE if kind == by else ZERO
    if kind == "negate":
        return ("negate", differentiate(node[1], by))
    if len(node) == 2:
        return ("*", slope_of_function(kind, node[1]), differentiate(node[1], by))
    if kind == "choose":
        return ("choose", node[1], differentiate(node[2], by), differentiate(node[3], by))
    a, b = node[1:]
    da, db = differentiate(a, by), differentiate(b, by)
    if kind in ("+", "-"):
        return (kind, da, db)
    if kind == "*":
        return ("+", ("*", da, b), ("*", a, db))
    if kind == "/":
        return ("-", ("/", da, b), ("/", ("*", a, db), ("^", b, TWO)))
    if kind == "^":
        return slope_of_power(a, b, by)
    difference = ("-", a, b) if kind == "max" else ("-", b, a)
    return ("choose", difference, da, db)


def write(node):
    kind = node[0]
    if kind in ("x", "y"):
        return kind
    if kind == "number":
        text = repr(node[1])
        return text[:-2] if text.endswith(".0") else text
    if kind == "negate":
        return f"(-{write(node[1])})"
    if kind in ("min", "max"):
        return f"{kind}({write(node[1])}, {write(node[2])})"
    if len(node) == 2:
        return f"{kind}({write(node[1])})"
    return f"({write(node[1])}{kind}{write(node[2])})"


# ---- differences ----

def follow(node, x, y, dx, dy, h):
    return evaluate(node, x + dx * h, y + dy * h)


def limit(quotient):
    """What it converges to; None: it grows without bound."""
    near, nearer = quotient(mpf(10) ** -40), quotient(mpf(10) ** -60)
    if abs(near - nearer) <= mpf(10) ** -9 * max(1, abs(nearer)):
        return nearer
    if abs(nearer) > 100 and abs(nearer) > 1.3 * abs(near):
        return None
    raise Skip


def one_side(node, x, y, dx, dy):
    """First and second derivative along a ray; None instead of both: it has no values."""
    at = evaluate(node, x, y)
    try:
        for exponent in (40, 60):
            follow(node, x, y, dx, dy, mpf(10) ** -exponent)
    except Singular:
        return None
    first = limit(lambda h: (follow(node, x, y, dx, dy, h) - at) / h)
    if first is None:
        return None, "skip"
    return first, limit(lambda h: (follow(node, x, y, dx, dy, 2 * h)
                                   - 2 * follow(node, x, y, dx, dy, h) + at) / h ** 2)


def both_sides(node, x, y, dx, dy):
    ahead, back = one_side(node, x, y, dx, dy), one_side(node, x, y, -dx, -dy)
    if ahead is None and back is None:
        return None, "skip"
    if ahead is None or back is None:
        first, second = ahead or back
        return (first if ahead or first is None else -first), second
    if ahead[0] is None or back[0] is None:
        return None, "skip"
    if ahead[1] is None or back[1] is None:
        return (ahead[0] - back[0]) / 2, None
    return (ahead[0] - back[0]) / 2, (ahead[1] + back[1]) / 2


def mixed(node, x, y):
    def quotient(h):
        return (follow(node, x, y, 1, 1, h) - follow(node, x, y, 1, -1, h)
                - follow(node, x, y, -1, 1, h) + follow(node, x, y, -1, -1, h)) / (4 * h ** 2)
    try:
        found = limit(quotient)
        return "skip" if found is None else found
    except (Singular, Skip):
        return "skip"


def by_differences(node, x, y):
    with mp.workdps(MANY_DIGITS):
        fx, fxx = both_sides(node, x, y, 1, 0)
        fy, fyy = both_sides(node, x, y, 0, 1)
        return [evaluate(node, x, y), fx, fy, fxx, mixed(node, x, y), fyy]


# ---- rows ----

def all_derivatives(node):
    fx, fy = differentiate(node, "x"), differentiate(node, "y")
    return [node, fx, fy, differentiate(fx, "x"), differentiate(fx, "y"), differentiate(fy, "y")]


def evaluate_all(trees, x, y, precision):
    with mp.workprec(precision):
        return [evaluate(tree, x, y) for tree in trees]


def rounding(trees, x, y, exact):
    """What a computation with 42 to 44 bits gets wrong."""
    worst = [mpf(0)] * len(exact)
    for precision in (42, 43, 44):
        found = evaluate_all(trees, x, y, precision)
        worst = [max(a, abs(b - c)) for a, b, c in zip(worst, found, exact)]
    return worst


def to_number(value):
    if value is None or value == "skip":
        return value
    number = float(value)
    return None if abs(number) == float("inf") else number


def make_row(node, x, y):
    trees = all_derivatives(node)
    big = [mpf(x), mpf(y)]
    try:
        exact = evaluate_all(trees, *big, int(DIGITS * 3.33))
        errors = rounding(trees, *big, exact)
    except Singular:
        try:
            evaluate_all(trees, *big, 53)
            raise Skip   # singular only with more digits than a double has
        except Singular:
            pass
        if any(0 < abs(value) < 1e-20 for value in big):
            raise Skip   # a difference would step across 0
        exact = by_differences(node, *big)
        errors = [mpf(10) ** -9] * 6
    numbers = [to_number(value) for value in exact]
    if numbers[0] is None or abs(numbers[0]) > 1e290:
        raise Skip
    known = [abs(value) for value in numbers[3:] if isinstance(value, float)]
    tolerances = []
    for i, (number, error) in enumerate(zip(numbers, errors)):
        size = max(known) if i >= 3 and known else number
        tolerance = 4 * float(error) + (4e-13 * abs(size) if isinstance(size, float) else 0)
        tolerance += 1e-14 * max(1, abs(numbers[0])) if i > 0 else 1e-300
        if tolerance == float("inf") or isinstance(number, float) and tolerance > 0.01 * abs(number) + 1e-8:
            raise Skip   # nothing but rounding
        tolerances.append(float(f"{tolerance:.2g}"))
    return [write(node), x, y, numbers, tolerances]


FUNCTIONS = ["abs", "atan", "cos", "cosh", "exp", "log", "sin", "sinh", "sqrt", "tan", "tanh"]
EXPONENTS = [0.5, 1.5, 2.0, 2.0, 3.0, 4.0, -1.0, -2.0, 0.25, 2.5, 0.3, 1.0, 0.0]
EDGES = [0.0, 0.0, 0.0, 1.0, -1.0, 2.0, -2.0, 0.5, 4.0, -4.0, 1e-170, 1e-5, 30.0, -300.0, 1000.0]


def grow(chance, depth):
    pick = chance.random()
    if depth == 0 or pick < 0.12:
        return chance.choice([("x",), ("y",), ("x",), ("y",),
                              ("number", chance.choice([1.0, 2.0, 3.0, 0.5, 10.0, 1000.0, 0.3]))])
    a = grow(chance, depth - 1)
    if pick < 0.35 and depends(a):
        return (chance.choice(FUNCTIONS), a)
    if pick < 0.40:
        return ("negate", a)
    if pick < 0.58 and depends(a):
        return ("^", a, ("number", chance.choice(EXPONENTS)))
    b = grow(chance, depth - 1)
    if pick < 0.62 and depends(a):
        return ("^", a, b)
    return (chance.choice(["+", "-", "*", "/"] + ["+", "*", "min", "max"] * (a != b)), a, b)


def known_cases():
    x, y = ("x",), ("y",)

    def number(value):
        return ("number", float(value))

    radius = ("+", ("^", x, TWO), ("^", y, TWO))
    sigmoid = ("/", ONE, ("+", ONE, ("exp", ("*", number(-1000), x))))
    log816 = ("*", number(3), ("log", ("^", y, number(816))))
    places = [(0, 0), (0, 1), (1, 0), (-1, 0), (-1, 2), (-4, 4), (0, 2), (0.5, -0.25), (-2, 3)]
    for tree in [("^", ("^", radius, number(0.5)), TWO), ("sqrt", radius),
                 ("+", ("^", ("abs", x), number(1.5)), ("^", y, TWO)), ("^", x, y), sigmoid,
                 ("^", x, ("negate", y)), log816, ("*", ("abs", x), ("abs", x)),
                 ("^", ("^", x, number(4)), number(0.25)), ("*", x, ("abs", y)),
                 ("^", ("sqrt", x), number(3)), ("max", ("*", x, x), ("abs", x)),
                 ("min", x, ("*", TWO, x)), ("sqrt", ("-", ONE, ("cos", x))),
                 ("exp", ("negate", ("^", ("abs", x), number(2.5)))), ("^", TWO, ("*", x, y)),
                 ("/", ("exp", ("*", number(1000), x)),
                  ("+", ONE, ("exp", ("*", number(1000), x)))),
                 ("*", ("exp", ("negate", ("^", x, TWO))), ("exp", ("^", x, TWO)))]:
        for place in places:
            yield tree, float(place[0]), float(place[1])


def main():
    chance = random.Random(SEED)
    mp.dps = DIGITS
    rows, seen = [], set()
    cases = known_cases()
    while len(rows) < ROWS:
        tree, x, y = next(cases, (None, 0, 0))
        if tree is None:
            tree = grow(chance, chance.choice([2, 3, 3, 4]))
            x, y = (chance.choice(EDGES) if chance.random() < 0.6
                    else round(chance.uniform(-4, 4), 3) for _ in range(2))
        try:
            if not depends(tree) or len(tree) == 1 or (write(tree), x, y) in seen:
                continue
            seen.add((write(tree), x, y))
            rows.append(make_row(tree, x, y))
        except (Singular, Skip, OverflowError, ZeroDivisionError, ValueError):
            continue
    print('{ "seed": %d, "rows": [' % SEED)
    print(",\n".join(json.dumps(row) for row in rows))
    print("] }")


main()
