#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference numbers of the losses, in double precision, from their definitions.

    losses.py            writes what tests/data/losses.json lacks
    losses.py --check    says how far that file is from these numbers, and fails beyond the tolerance

Numbers that stand in the file stay: they were made by another implementation than this one, so each
confirms the other.

Needs NumPy alone and shares nothing with the program's code.  A loss is written forward only.  Its
gradient comes from reverse-mode differentiation of a few operations (class Var); everything linear in
a picture, filters, borders, pooling, Fourier transforms, is a sum of A x Bᵀ with small dense matrices,
whose reverse is Aᵀ g B.

ꟻLIP is not here: its numbers come from its authors' implementation, in single precision.  They are
kept as they are in the file.
"""
import json
import pathlib
import sys

import numpy as np

FILE = pathlib.Path(__file__).resolve().parents[1] / 'data/losses.json'
KEPT = ('flip',)


# ---- reverse mode ----

class Var:
    def __init__(self, value, parents=()):
        self.value = np.asarray(value, dtype=float)
        self.parents = parents      # (Var, function from our gradient to its share)

    def __add__(self, other):
        other = lift(other)
        return Var(self.value + other.value, ((self, lambda g: g), (other, lambda g: g)))

    def __neg__(self):
        return Var(-self.value, ((self, lambda g: -g),))

    def __sub__(self, other):
        return self + -lift(other)

    def __rsub__(self, other):
        return lift(other) - self

    def __mul__(self, other):
        other = lift(other)
        return Var(self.value * other.value,
                   ((self, lambda g: g * other.value), (other, lambda g: g * self.value)))

    __radd__, __rmul__ = __add__, __mul__

    def __truediv__(self, other):
        return self * lift(other) ** -1.0

    def __pow__(self, power):
        # A root's slope at 0 is infinite; where a relu() before it has none, neither has the product.
        return self.apply(self.value ** power, lambda: np.where(
            self.value == 0, 0 if power < 1 else power * 0.0 ** max(power - 1, 0),
            power * np.where(self.value == 0, 1, self.value) ** (power - 1)))

    def apply(self, value, slope):
        return Var(value, ((self, lambda g: g * slope()),))

    def mean(self, axes=None):
        value = self.value.mean(axis=axes, keepdims=True)
        share = value.size / self.value.size
        return Var(value, ((self, lambda g: np.broadcast_to(g * share, self.value.shape)),))


def lift(value):
    return value if isinstance(value, Var) else Var(value)


def shrink(gradient, shape):
    """The reverse of broadcasting."""
    gradient = np.asarray(gradient)
    while gradient.ndim > len(shape):
        gradient = gradient.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1 and gradient.shape[axis] != 1:
            gradient = gradient.sum(axis=axis, keepdims=True)
    return gradient


def gradient_of(result, variable):
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for parent, _ in node.parents:
                visit(parent)
            order.append(node)

    visit(result)
    gradients = {id(result): np.ones_like(result.value)}
    for node in reversed(order):
        for parent, pull in node.parents:
            share = shrink(pull(gradients[id(node)]), parent.value.shape)
            gradients[id(parent)] = gradients.get(id(parent), 0) + share
    return gradients[id(variable)]


def linear(x, *terms):
    """Σ A x Bᵀ over pairs (A, B): rows by A, columns by B."""
    return Var(sum(a @ x.value @ b.T for a, b in terms),
               ((x, lambda g: sum(a.T @ g @ b for a, b in terms)),))


def sqrt(x):
    return x ** 0.5


def absolute(x):
    return x.apply(np.abs(x.value), lambda: np.sign(x.value))


def relu(x):
    return x.apply(np.maximum(x.value, 0), lambda: (x.value > 0) * 1.0)


def largest(x):
    """Over a picture; equal maxima share the slope."""
    top = x.value.max(axis=(2, 3), keepdims=True)
    at = x.value == top
    return Var(top, ((x, lambda g: g * at / at.sum(axis=(2, 3), keepdims=True)),))


# ---- matrices along an axis ----

def window(size, taps, border='valid'):
    """Row i of the result is what taps, centred on pixel i, make of a line."""
    reach = len(taps) // 2
    rows = []
    for centre in range(reach, size - reach) if border == 'valid' else range(size):
        row = np.zeros(size)
        for k, tap in enumerate(taps):
            at = centre + k - reach
            if border == 'clamp':
                at = min(max(at, 0), size - 1)
            elif border == 'reflect':
                at = abs(at) if at < size else 2 * (size - 1) - at
            row[at] += tap
        rows.append(row)
    return np.array(rows)


def halves(size, mirror_odd):
    """Means of two neighbours; an odd last one is dropped, or meets its own mirror image."""
    matrix = np.zeros((size // 2 + (size % 2 if mirror_odd else 0), size))
    for i in range(len(matrix)):
        matrix[i, 2 * i] += 0.5
        matrix[i, min(2 * i + 1, size - 1)] += 0.5
    return matrix


def gauss(size, sigma):
    x = np.arange(size) - (size - 1) / 2
    taps = np.exp(-x * x / (2 * sigma * sigma))
    return taps / taps.sum()


def along(x, make):
    height, width = x.value.shape[2:]
    return linear(x, (make(height), make(width)))


# ---- losses: t and p are Var of (N, C, H, W); the mean over the batch ----

def mse(t, p):
    return ((p - t) ** 2.0).mean()


def mae(t, p):
    return absolute(p - t).mean()


def smooth(t, p, b=1 / 255):
    return (sqrt((p - t) ** 2.0 + b * b) - b).mean()


def huber(t, p, delta=0.05):
    d = p - t
    size = np.abs(d.value)
    return d.apply(np.where(size <= delta, size ** 2 / 2, delta * (size - delta / 2)),
                   lambda: np.clip(d.value, -delta, delta)).mean()


def logcosh(t, p, s=1.0):
    d = (p - t) * (1 / s)
    size = np.abs(d.value)
    return (s * s * d.apply(size + np.log1p(np.exp(-2 * size)) - np.log(2),
                            lambda: np.tanh(d.value))).mean()


def linf(t, p):
    return largest(absolute(p - t)).mean()


def similarity(mt, mp, vt, vp, cov):
    c1, c2 = 0.01 ** 2, 0.03 ** 2
    structure = (2 * cov + c2) / (vt + vp + c2)
    return (2 * mt * mp + c1) / (mt * mt + mp * mp + c1) * structure, structure


def ssim_maps(t, p):
    size = min(11, *t.value.shape[2:])
    taps = gauss(size - (size + 1) % 2, 1.5)

    def blur(x):
        return along(x, lambda n: window(n, taps))

    mt, mp = blur(t), blur(p)
    return similarity(mt, mp, blur(t * t) - mt * mt, blur(p * p) - mp * mp, blur(t * p) - mt * mp)


def ssim(t, p):
    return ((1 - ssim_maps(t, p)[0]) * 0.5).mean()


def ssim_block(t, p):
    """3 × 3 pixels × all channels."""
    def thirds(n):
        return np.kron(np.eye(n // 3), np.ones(3) / 3) @ np.eye(n // 3 * 3, n)

    def blocks(x):
        return along(x, thirds).mean((1,))

    mt, mp = blocks(t), blocks(p)
    s, _ = similarity(mt, mp, blocks(t * t) - mt * mt, blocks(p * p) - mp * mp,
                      blocks(t * p) - mt * mp)
    return ((1 - s) * 0.5).mean()


def ms_ssim(t, p):
    product = Var(1.0)
    for scale, power in enumerate((0.0448, 0.2856, 0.3001, 0.2363, 0.1333)):
        if scale:
            t, p = (along(x, lambda n: halves(n, True)) for x in (t, p))
        s, structure = ssim_maps(t, p)
        product = product * relu((s if scale == 4 else structure).mean((2, 3))) ** power
    return (1 - product).mean()


def gmsd(t, p):
    outer, inner = [.0007, .0052, .0370, .0052, .0007], [.0037, .1187, .2589, .1187, .0037]
    kernel = np.array([outer, inner, [0] * 5, [-v for v in inner], [-v for v in outer]])

    def edges(x, taps):
        height, width = x.value.shape[2:]
        return linear(x, *((window(height, np.eye(5)[i], 'reflect'),
                            window(width, taps[i], 'reflect')) for i in range(5)))

    maps = []
    for taps in (kernel, kernel.T):
        a, b = edges(t, taps), edges(p, taps)
        maps.append((2 * a * b + .0025) / (a * a + b * b + .0025))
    mean = (maps[0].mean((1, 2, 3)) + maps[1].mean((1, 2, 3))) * 0.5
    variance = sum((((m - mean) ** 2.0).mean((1, 2, 3)) for m in maps), Var(0.0)) * 0.5
    return sqrt(variance).mean()


def pixel_grad_diff(t, p, share_of_mixed=2.0):
    a, b = 1.9999, 1 / 255
    k = abs(2 - a)
    d = p - t
    height, width = d.value.shape[2:]

    def cost(down, across):
        x = linear(d, (window(height, down, 'clamp'), window(width, across, 'clamp')))
        return ((((x * (1 / b)) ** 2.0 * (1 / k) + 1) ** (a / 2) - 1) * (b * k / a)).mean()

    same, first, second = [0, 1, 0], [-.5, 0, .5], [1, -2, 1]
    return 0.5 * (cost(same, first) + cost(first, same) + cost(same, second) + cost(second, same)
                  + share_of_mixed * cost(first, first))


def pixel_grad_diff_2020(t, p):
    return pixel_grad_diff(t, p, 0.0)


def focal_frequency(t, p):
    d = p - t

    def waves(n, function):
        return function(2 * np.pi * np.outer(np.arange(n), np.arange(n)) / n) / np.sqrt(n)

    ch, sh, cw, sw = (waves(n, f) for n in d.value.shape[2:] for f in (np.cos, np.sin))
    square = linear(d, (ch, cw), (-sh, sw)) ** 2.0 + linear(d, (sh, cw), (ch, sw)) ** 2.0
    distance = np.sqrt(square.value)
    return (square * (distance / distance.max(axis=(2, 3), keepdims=True))).mean()


def laplacian_pyramid(t, p):
    rest, total = p - t, Var(0.0)
    for level in range(5):
        low = along(rest, lambda n: window(n, gauss(5, 1.0), 'clamp'))
        total = total + 4.0 ** -level * absolute(rest - low).mean()
        rest = along(low, lambda n: halves(n, False))
    return total + 4.0 ** -5 * absolute(rest).mean()


def logcosh_005(t, p):
    return logcosh(t, p, 0.05)


LOSSES = {'logcosh_s0.05': logcosh_005}
LOSSES.update((f.__name__, f) for f in (
    mse, mae, smooth, huber, logcosh, linf, ssim, ssim_block, ms_ssim, gmsd, pixel_grad_diff,
    pixel_grad_diff_2020, focal_frequency, laplacian_pyramid))


# ---- pictures: tests/data/losses-images.md ----

def pictures(case):
    n, c, i, j = np.meshgrid(*(np.arange(case[k], dtype=float) for k in 'nchw'), indexing='ij')
    ph = case['phase']
    if case['images'] == 'saw':
        return ((.137 * i + .291 * j + .411 * c + .173 * n + .05 + ph) % 1,
                (.173 * i + .219 * j + .377 * c + .131 * n + .11 + ph) % 1)
    if case['images'] == 'smooth':
        return (.5 + .4 * np.sin(.5 * i + .3 * j + 1.1 * c + .7 * n + ph),
                .5 + .38 * np.sin(.52 * i + .27 * j + c + .8 * n + .1 + ph))
    t = .5 + .4 * np.sin(.23 * i + .19 * j + 1.1 * c + .7 * n + ph)
    return t, np.clip(t + .004 * np.sin(1.7 * i + 2.3 * j + c), 0, 1)


def numbers(loss, case, places):
    t, p = (Var(x) for x in pictures(case))
    value = loss(t, p)
    gradient = gradient_of(value, p).ravel()
    return {'value': float(value.value.ravel()[0]), 'grad_norm': float(np.linalg.norm(gradient)),
            'grad_sum': float(gradient.sum()), 'grad_at': [[i, float(gradient[i])] for i in places]}


def worst(new, old):
    """The largest difference in units of what the program's test allows for most losses."""
    norm = old['grad_norm']
    samples = max(abs(a[1] - b[1]) for a, b in zip(new['grad_at'], old['grad_at']))
    return np.max([abs(new['value'] - old['value']) / (1e-4 * abs(old['value']) + 1e-6),
                   abs(new['grad_norm'] - norm) / (1e-4 * norm), samples / (1e-3 * norm),
                   abs(new['grad_sum'] - old['grad_sum']) / (1e-3 * norm)])


def main():
    data = json.loads(FILE.read_text())
    failed = False
    for case in data['cases']:
        places = [i for i, _ in case['losses']['mse']['grad_at']]
        for name, loss in LOSSES.items():
            old = case['losses'].get(name)
            at = [i for i, _ in old['grad_at']] if old else places
            new = numbers(loss, case, at)
            case['losses'].setdefault(name, new)
            if '--check' in sys.argv[1:]:
                off = worst(new, old) if old else np.inf
                failed = failed or not off <= 1
                print(f"{case['images']} {case['h']}×{case['w']} {name}: {off:.1e} of the tolerance")
        for name in set(case['losses']) - set(LOSSES) - set(KEPT):
            sys.exit(f'{name} is not defined here')
    if '--check' not in sys.argv[1:]:
        FILE.write_text(json.dumps(data, indent=1))
    sys.exit(failed)


if __name__ == '__main__':
    main()
