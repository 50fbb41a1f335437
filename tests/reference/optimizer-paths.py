#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways that the optimizers take on known functions, to standard output as optimizer-paths.json.

Needs numpy alone.  Each rule is written from its paper, or from PyTorch's documentation where that
settles a detail (momentum, Nesterov, where ε stands, Nadam's shares), and each from the whole
history of the gradients: a mean is a weighted sum over all of them, not a number carried along.
So it has nothing in common with the program's code but the formulas.  AdaBelief is algorithm 2 of
its paper.

A case is a function, an optimizer, a rate, the settings and the path: the start and 100 steps, as
x0, y0, x1, y1, …  Settings that a case does not name have the usual values of USUAL.
"""
import json
import sys

import numpy as np

STEPS = 100

# name: start, gradient
FUNCTIONS = {
    # (x² + 10 y²) / 2
    'bowl': ((-4.0, 1.5), lambda x, y: (x, 10 * y)),
    # (1 − x)² + 100 (y − x²)²
    'rosenbrock': ((-1.2, 1.0), lambda x, y: (2 * (x - 1) - 400 * x * (y - x * x),
                                              200 * (y - x * x))),
    # log cosh x + 2 log cosh 3y
    'logcosh': ((3.0, -2.0), lambda x, y: (np.tanh(x), 6 * np.tanh(3 * y))),
    # x⁴ / 4 + (y − x)² / 2
    'quartic': ((1.5, -1.0), lambda x, y: (x ** 3 - (y - x), y - x)),
}


def fading_sum(values, memory):
    """Σ memory^(t − i) values_i over i = 1 … t, along the first axis."""
    t = len(values)
    return np.tensordot(memory ** np.arange(t - 1, -1, -1.0), values, axes=1)


def mean(values, memory):
    """Exponential mean, freed from its start at zero."""
    return (1 - memory) * fading_sum(values, memory) / (1 - memory ** len(values))


# Each: from all gradients (t, 2) and the point to the next point.

def sgd(p, g, rate):
    return p - rate * g[-1]


def velocity(g, momentum, dampening=0.0):
    damped = (1 - dampening) * g
    damped[0] = g[0]
    return fading_sum(damped, momentum)


def momentum(p, g, rate, momentum, dampening):
    return p - rate * velocity(g, momentum, dampening)


def nesterov(p, g, rate, momentum):
    return p - rate * (g[-1] + momentum * velocity(g, momentum))


def adagrad(p, g, rate, lr_decay, initial_accumulator_value, eps):
    total = initial_accumulator_value + np.sum(g ** 2, axis=0)
    return p - rate / (1 + (len(g) - 1) * lr_decay) * g[-1] / (np.sqrt(total) + eps)


def rmsprop(p, g, rate, alpha, eps):
    square = (1 - alpha) * fading_sum(g ** 2, alpha)
    return p - rate * g[-1] / (np.sqrt(square) + eps)


def adam(p, g, rate, beta1, beta2, eps):
    return p - rate * mean(g, beta1) / (np.sqrt(mean(g ** 2, beta2)) + eps)


def adamw(p, g, rate, beta1, beta2, eps, weight_decay):
    return adam(p - rate * weight_decay * p, g, rate, beta1, beta2, eps)


def nadam(p, g, rate, beta1, beta2, eps, momentum_decay):
    t = len(g)
    # μ_1 … μ_(t + 1)
    share = beta1 * (1 - 0.5 * 0.96 ** (momentum_decay * np.arange(1.0, t + 2)))
    m = (1 - beta1) * fading_sum(g, beta1)
    ahead = share[t] * m / (1 - np.prod(share)) \
        + (1 - share[t - 1]) * g[-1] / (1 - np.prod(share[:t]))
    return p - rate * ahead / (np.sqrt(mean(g ** 2, beta2)) + eps)


def adabelief(p, g, rate, beta1, beta2, eps):
    t = len(g)
    m = np.array([(1 - beta1) * fading_sum(g[:i], beta1) for i in range(1, t + 1)])
    s = fading_sum((1 - beta2) * (g - m) ** 2 + eps, beta2)
    return p - rate * m[-1] / (1 - beta1 ** t) / (np.sqrt(s / (1 - beta2 ** t)) + eps)


BETAS = {'beta1': 0.9, 'beta2': 0.999}
USUAL = {
    sgd: {},
    momentum: {'momentum': 0.9, 'dampening': 0.0},
    nesterov: {'momentum': 0.9},
    adagrad: {'lr_decay': 0.0, 'initial_accumulator_value': 0.0, 'eps': 1e-10},
    rmsprop: {'alpha': 0.99, 'eps': 1e-8},
    adam: {**BETAS, 'eps': 1e-8},
    adamw: {**BETAS, 'eps': 1e-8, 'weight_decay': 0.01},
    nadam: {**BETAS, 'eps': 1e-8, 'momentum_decay': 4e-3},
    adabelief: {**BETAS, 'eps': 1e-16},
}

# Rates that bring a rule well along on each function, in the order of FUNCTIONS.
RATES = {
    sgd: (0.15, 1e-3, 0.05, 0.1),
    momentum: (0.03, 2e-4, 0.01, 0.03),
    nesterov: (0.03, 2e-4, 0.01, 0.03),
    adagrad: (0.5, 0.2, 0.5, 0.3),
    rmsprop: (0.05, 0.01, 0.05, 0.03),
    adam: (0.2, 0.05, 0.15, 0.1),
    adamw: (0.2, 0.05, 0.15, 0.1),
    nadam: (0.2, 0.05, 0.15, 0.1),
    adabelief: (0.1, 0.02, 0.1, 0.05),
}

# Settings beside the usual.
OTHERS = (
    (momentum, {'momentum': 0.7, 'dampening': 0.5}),
    (nesterov, {'momentum': 0.5}),
    (adagrad, {'lr_decay': 0.05, 'initial_accumulator_value': 2.0, 'eps': 1e-3}),
    (rmsprop, {'alpha': 0.8, 'eps': 1e-2}),
    (adam, {'beta1': 0.5, 'beta2': 0.99, 'eps': 1e-7}),
    (adam, {'eps': 1e-2}),
    (adamw, {'eps': 1e-2, 'weight_decay': 0.5}),
    (nadam, {'beta1': 0.99, 'momentum_decay': 1.0}),
    (nadam, {'beta1': 0.5, 'beta2': 0.9, 'eps': 1e-2, 'momentum_decay': 0.0}),
    (adabelief, {'beta1': 0.5, 'beta2': 0.99, 'eps': 1e-6}),
)


def walk(rule, function, rate, settings):
    start, slope = FUNCTIONS[function]
    path = [np.array(start)]
    gradients = []
    for _ in range(STEPS):
        gradients.append(slope(*path[-1]))
        path.append(rule(path[-1], np.array(gradients), rate, **settings))
    return np.array(path)


def cases():
    for rule in USUAL:
        for function, rate in zip(FUNCTIONS, RATES[rule]):
            yield rule, function, rate, {}
    for rule, settings in OTHERS:
        yield rule, 'logcosh', RATES[rule][2], settings


def main():
    lines = []
    for rule, function, rate, settings in cases():
        path = walk(rule, function, rate, {**USUAL[rule], **settings})
        assert np.isfinite(path).all()
        lines.append(json.dumps({
            'function': function, 'optimizer': rule.__name__, 'rate': rate, 'settings': settings,
            'path': [float('%.10g' % value) for value in path.ravel()]}))
    sys.stdout.write('{"about": "made by optimizer-paths.py, which says how", "cases": [\n'
                     + ',\n'.join(lines) + '\n]}\n')


if __name__ == '__main__':
    main()
