#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# numpy-reads.py FILE.npz: NumPy reads the weights that we write, as data/warm/README.md says.
# Skipped (77) where there is no NumPy; the tests in C read the same file without it.

import sys

try:
    import numpy
except ImportError:
    print("skipped: NumPy is not installed")
    sys.exit(77)

with numpy.load(sys.argv[1], allow_pickle=False) as weights:
    tensors = [name for name in weights.files if name not in ("model", "about")]
    assert str(weights["model"]) == "quick", weights["model"]
    assert str(weights["about"]).startswith("alder and birch, "), weights["about"]
    assert weights["encoder.conv0.weight"].shape[1:] == (3, 5, 5)
    assert weights["encoder.dense0.weight"].ndim == 2
    assert weights["decoder_b.output.bias"].shape == (3,)
    for name in tensors:
        array = weights[name]
        assert array.dtype == numpy.float16, (name, array.dtype)
        assert array.flags.c_contiguous and numpy.isfinite(array).all(), name
        assert name.endswith(".bias") == (array.ndim == 1), (name, array.shape)
print(f"{len(tensors)} tensors")
