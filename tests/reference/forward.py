#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A forward pass of a network in NumPy, from a file of weights alone.

forward.py FILE.npz INPUT.npy a|b OUTPUT.npy
    decodes the pictures (N, 3, S, S), in 0 … 1, for person A or B
forward.py --test WRITE-FORWARD
    compares with what the program makes of several models; skipped (77) where there is no NumPy

Written from the description of the layers, not from the program's code: what there is, and how
large, is read off the names and shapes of the arrays, and nothing else of the model is known here.
"""
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view
except ImportError:
    print('skipped: NumPy is not installed')
    sys.exit(77)

MODELS = [
    'quick',
    'df{size=80,encoder=3,decoder=2,dense=16,residual=2,output=3}',
    'df{size=64,encoder=2,decoder=3,dense=8,residual=0,init=icnr+conv-aware,output=1}',
    'liae{size=64,encoder=2,decoder=2,dense=16,residual=1}',
    'lightweight{dense=16}',
    'df{size=64,encoder=2,decoder=3,dense=16,residual=1,multiscale=yes}',
    'liae{size=80,encoder=2,decoder=2,dense=16,residual=0,multiscale=yes}',
]


def leaky(x, slope):
    return np.where(x > 0, x, slope * x)


class Network:
    """The arrays of a file, by name; each layer is weights and bias under one name."""

    def __init__(self, path):
        with np.load(path, allow_pickle=False) as file:
            self.arrays = {name: file[name].astype(np.float64) for name in file.files
                           if name not in ('model', 'about')}

    def has(self, layer):
        return layer + '.weight' in self.arrays

    def get(self, layer):
        return self.arrays[layer + '.weight'], self.arrays[layer + '.bias']

    def conv(self, layer, x, stride=1):
        """'Same' padding, of which the smaller half comes first."""
        weight, bias = self.get(layer)
        # ones at the end of a shape are left out: a kernel of one pixel
        weight = weight.reshape(weight.shape + (1,) * (4 - weight.ndim))
        missing = weight.shape[2] - stride
        pad = (missing // 2, missing - missing // 2) if missing > 0 else (0, 0)
        x = np.pad(x, ((0, 0), (0, 0), pad, pad))
        windows = sliding_window_view(x, weight.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
        y = np.tensordot(windows, weight, axes=((1, 4, 5), (1, 2, 3)))
        return np.moveaxis(y, 3, 1) + bias[:, None, None]

    def dense(self, layer, x):
        weight, bias = self.get(layer)
        return x @ weight.T + bias

    def bridge(self, net, x):
        """The flattened map, two dense layers without activation, an upscale."""
        x = self.dense(net + '.dense1', self.dense(net + '.dense0', x.reshape(len(x), -1)))
        channels = self.get(net + '.up')[0].shape[1]
        side = round((x.shape[1] / channels) ** .5)
        x = x.reshape(len(x), channels, side, side)
        return shuffle(leaky(self.conv(net + '.up', x), .1))

    def encode(self, x):
        i = 0
        while self.has(f'encoder.conv{i}'):
            x = leaky(self.conv(f'encoder.conv{i}', x, stride=2), .1)
            i += 1
        return x

    def code(self, x, person):
        x = self.encode(x)
        if self.has('encoder.dense0'):
            return self.bridge('encoder', x)
        both = self.bridge('inter_both', x)
        other = both if person == 'a' else self.bridge('inter_b', x)
        return np.concatenate((other, both), axis=1)

    def residual(self, block, x):
        y = leaky(self.conv(block + '.conv0', x), .2)
        return leaky(x + self.conv(block + '.conv1', y), .2)

    def decode(self, x, person):
        """The pictures, the largest first: a multiscale decoder has one after each stage."""
        outputs = []
        net = 'decoder' if self.has('decoder.output') else 'decoder_' + person
        i = 0
        while self.has(f'{net}.up{i}'):
            stage = f'{net}.up{i}'
            slope = .2 if self.has(stage + '.res0.conv0') else .1
            x = leaky(shuffle(self.conv(stage, x)), slope)
            r = 0
            while self.has(f'{stage}.res{r}.conv0'):
                x = self.residual(f'{stage}.res{r}', x)
                r += 1
            if self.has(stage + '.output'):
                outputs.insert(0, sigmoid(self.conv(stage + '.output', x)))
            i += 1
        return [sigmoid(self.conv(net + '.output', x))] + outputs

    def run_all(self, x, person):
        return self.decode(self.code(x.astype(np.float64), person), person)

    def run(self, x, person):
        return self.run_all(x, person)[0]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def shuffle(x):
    """Depth to space: the four runs of channels are the four pixels of each square."""
    n, channels, side, _ = x.shape
    x = x.reshape(n, 2, 2, channels // 4, side, side)
    return x.transpose(0, 3, 4, 1, 5, 2).reshape(n, channels // 4, 2 * side, 2 * side)


def test(program):
    for model in MODELS:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            subprocess.run([program, model, name], check=True)
            network = Network(folder / 'weights.npz')
            pictures = np.load(folder / 'input.npy')
            results = []
            for person in 'ab':
                outputs = network.run_all(pictures, person)
                assert len(outputs) == (3 if 'multiscale' in model else 1), model
                for i, output in enumerate(outputs):
                    expected = np.load(folder / f'{person}{i or ""}.npy')
                    error = abs(output - expected).max()
                    print(f'{model} {person}, {output.shape[2]} px: largest error {error:.2g}, '
                          f'numbers from {expected.min():.3f} to {expected.max():.3f}')
                    assert output.shape == expected.shape
                    assert output.shape[2] == pictures.shape[2] >> i
                    assert error < 2e-5, (model, person, error)
                    assert output.std() > 1e-3, (model, person)
                results.append(outputs[0])
            # the two people's pictures must differ, and not be flat: else nothing was tested
            assert abs(results[0] - results[1]).max() > 1e-3, model
            assert results[0].std() > 1e-3, model
    print(f'{len(MODELS)} models')


if sys.argv[1:2] == ['--test'] and len(sys.argv) == 3:
    test(sys.argv[2])
elif len(sys.argv) == 5 and sys.argv[3] in ('a', 'b'):
    np.save(sys.argv[4], Network(sys.argv[1]).run(np.load(sys.argv[2]), sys.argv[3])
            .astype(np.float32))
else:
    sys.exit(__doc__)
