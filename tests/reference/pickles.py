#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tests/data/pickles.  Needs NumPy; reads nothing."""
import os, pickle, sys
import numpy as np

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data', 'pickles')


def put(name, value, protocol):
    with open(os.path.join(FOLDER, name + '.pickle'), 'wb') as file:
        pickle.dump(value, file, protocol)


class Call:
    """What a malicious pickle looks like."""

    def __reduce__(self):
        return os.system, ('touch /tmp/was-called',)


same = [1]
plain = {'a': [1, -2, 300, 70000, -70000, 1 << 40, -(1 << 40), 1.5, True, False, None],
         'b': b'\x00\xff', 'é€': (1,), 't': (), 'u': (1, 2), 'w': (1, 2, 3), 'x': (1, 2, 3, 4),
         'l': [], 'd': {}, 'e': b'', 's': [same, same]}
matrix = np.array([[1, 2.5, -3], [4, 5, 6]])
arrays = {'m': matrix, 'f': np.asfortranarray(matrix), 'i': np.array([1, -2, 300], dtype='i2'),
          'u': np.frombuffer(b'\x01\xff', dtype='u1'), 's': np.float32(1.5),
          'h': np.array([[.5]], dtype='f4')}
for protocol in range(6):
    put('plain-%d' % protocol, plain, protocol)
for protocol in (0, 2, 3, 4, 5):
    put('numpy-%d' % protocol, arrays, protocol)
put('refused-objects', np.array([None, 1]), 4)
put('refused-order', np.array([1.5], dtype='>f8'), 4)
put('refused-dimensions', np.zeros((1, 1, 1)), 4)
put('refused-texts', np.array(['a']), 4)
put('refused-complex', np.array([1j]), 4)
put('refused-set', {1, 2}, 4)
put('refused-class', Exception('x'), 2)
put('refused-large', 1 << 64, 2)
put('refused-call', Call(), 0)
put('refused-call-4', Call(), 4)
