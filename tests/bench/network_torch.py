# SPDX-License-Identifier: GPL-3.0-or-later
"""A preset's network in PyTorch, made from what dump-step wrote, and a process that trains it.

    network_torch.py FOLDER THREADS [--compile]

It is called by the other scripts here.  FOLDER holds what dump-step wrote, and its output as
“table”.  Each line on standard input is a command, and each is answered with a line of JSON:

    check           the relative errors of the losses and of their gradients, as one vector each,
                    against dump-step's; single tensors differ by more, because a rounding error
                    can move a number over the kink of a LeakyReLU
    tune            which variant is fastest: the layout of maps, one pass of the encoder for
                    both sides or two, the optimizer's kind; it is used from then on
    steps N         N steps: the time of each in ms; processor time where there is one thread
    run SECONDS     steps a second, by the clock
    plane N         N points of a landscape: seconds of each, by the clock
    memory          the largest resident size so far, in MiB

The network is built by the names and shapes of the table, so the sizes stand in one place only.
Needs python3-torch, 1.13 or newer.
"""
import itertools
import json
import os
import resource
import sys
import time

import numpy
import torch
import torch.nn.functional as F

SLOPE, RESIDUAL_SLOPE = .1, .2
SIDES = ("a", "b")
LAYOUTS = (torch.channels_last, torch.contiguous_format)
SLOW = 500  # ms a step: then only the layouts are tried
VERY_SLOW = 5000  # then nothing is: the first variant stays


class Table:
    """The lines that dump-step printed."""

    def __init__(self, path):
        self.values, self.tensors = {}, {}
        with open(path, encoding="utf-8") as lines:
            for words in map(str.split, lines):
                if words[0] == "tensor":
                    self.tensors[words[1]] = (int(words[2]), [int(word) for word in words[3:]])
                else:
                    self.values[words[0]] = float(words[1])

    def get_shape(self, name):
        dims = self.tensors[name][1]
        if name.endswith(".bias"):
            return dims[:1]
        return dims[:2] if ".dense" in name else dims

    def split(self, vector):
        """A flat vector → tensors by name, in PyTorch's order."""
        tensors = {}
        for name, (offset, _) in self.tensors.items():
            shape = self.get_shape(name)
            count = int(numpy.prod(shape))
            values = torch.from_numpy(vector[offset:offset + count].copy()).reshape(shape)
            tensors[name] = order_channels(values) if is_upscale(name) else values
        return tensors


def is_upscale(name):
    return ".up" in name and ".res" not in name


def order_channels(values):
    """Before a pixel shuffle ours has all channels of a pixel together, PyTorch all pixels of a
    channel."""
    return values.reshape(4, -1, *values.shape[1:]).transpose(0, 1).reshape(values.shape)


class Network:
    def __init__(self, tensors, layout):
        self.layout = layout
        self.tensors = {name: self.arrange(values).requires_grad_()
                        for name, values in tensors.items()}
        self.n_residual = sum(name.startswith("decoder_a.up0.res") and name.endswith("conv0.bias")
                              for name in tensors)

    def arrange(self, values):
        return values.clone(memory_format=self.layout) if values.dim() == 4 else values.clone()

    def convolve(self, x, name, **options):
        return F.conv2d(x, self.tensors[name + ".weight"], self.tensors[name + ".bias"], **options)

    def upscale(self, x, name, slope):
        return F.pixel_shuffle(F.leaky_relu(self.convolve(x, name, padding=1), slope), 2)

    def encode(self, x, exact):
        for name in ("encoder.conv0", "encoder.conv1", "encoder.conv2", "encoder.conv3"):
            if exact:  # as ours: one pixel before, two after, which costs PyTorch a copy
                x = self.convolve(F.pad(x, (1, 2, 1, 2)), name, stride=2)
            else:
                x = self.convolve(x, name, stride=2, padding=2)
            x = F.leaky_relu(x, SLOPE)
        n, side = x.shape[0], x.shape[-1]
        for name in ("encoder.dense0", "encoder.dense1"):
            x = F.linear(x.reshape(n, -1), self.tensors[name + ".weight"],
                         self.tensors[name + ".bias"])
        x = x.reshape(n, -1, side, side).contiguous(memory_format=self.layout)
        return self.upscale(x, "encoder.up", SLOPE)

    def decode(self, x, side):
        for stage in range(3):
            name = f"decoder_{side}.up{stage}"
            x = self.upscale(x, name, RESIDUAL_SLOPE if self.n_residual else SLOPE)
            for block in range(self.n_residual):
                y = self.convolve(x, f"{name}.res{block}.conv0", padding=1)
                y = self.convolve(F.leaky_relu(y, RESIDUAL_SLOPE), f"{name}.res{block}.conv1",
                                  padding=1)
                x = F.leaky_relu(x + y, RESIDUAL_SLOPE)
        name = f"decoder_{side}.output"
        pad = self.tensors[name + ".weight"].shape[-1] // 2
        return torch.sigmoid(self.convolve(x, name, padding=pad))

    def get_losses(self, batch, joint, exact=False):
        """The masked MAE of either side."""
        if joint:
            codes = self.encode(batch["input"], exact).chunk(2)
        else:
            codes = [self.encode(x, exact) for x in batch["inputs"]]
        return [F.l1_loss(self.decode(code, side) * mask, target) for code, side, mask, target
                in zip(codes, SIDES, batch["masks"], batch["targets"])]


class Worker:
    def __init__(self, folder, n_threads, compiled):
        self.folder, self.compiled = folder, compiled
        self.clock = time.process_time if n_threads == 1 else time.perf_counter
        self.table = Table(os.path.join(folder, "table"))
        self.start = self.table.split(self.read("parameters"))
        self.choose(self.list_variants()[0])

    def read(self, name):
        return numpy.load(os.path.join(self.folder, name + ".npy"))

    # ---- variants ----

    def choose(self, variant):
        self.variant = variant
        layout, self.joint, kind = variant
        self.network = Network(self.start, layout)
        self.batch = self.make_batch(layout)
        values = self.table.values
        options = {} if kind == "plain" else {kind: True}
        self.optimizer = torch.optim.Adam(self.network.tensors.values(), lr=values["rate"],
                                          betas=(values["beta1"], values["beta2"]),
                                          eps=values["eps"], **options)
        self.get_losses = self.network.get_losses
        if self.compiled:
            self.get_losses = torch.compile(self.get_losses)

    def make_batch(self, layout):
        pictures = {kind: [torch.from_numpy(self.read(f"{kind}_{side}")).contiguous(
            memory_format=layout) for side in SIDES] for kind in ("input", "target", "mask")}
        return {"inputs": pictures["input"], "masks": pictures["mask"],
                "input": torch.cat(pictures["input"]).contiguous(memory_format=layout),
                "targets": [x * mask for x, mask in zip(pictures["target"], pictures["mask"])]}

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        sum(self.get_losses(self.batch, self.joint)).backward()
        self.optimizer.step()

    def time_steps(self, n):
        times = []
        for _ in range(n):
            begin = self.clock()
            self.step()
            times.append(1e3 * (self.clock() - begin))
        return times

    # ---- commands ----

    def check(self):
        wanted = [self.table.values["loss_" + side] for side in SIDES]
        losses = self.network.get_losses(self.batch, False, exact=True)
        errors = [abs(loss.item() / value - 1) for loss, value in zip(losses, wanted)]
        differences, lengths = [], []
        for side, loss in zip(SIDES, losses):
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            gradient = self.table.split(self.read("gradient_" + side))
            found = {name: tensor.grad for name, tensor in self.network.tensors.items()
                     if tensor.grad is not None}  # None: the other side's decoder
            differences.append(sum((found[name] - gradient[name]).norm() ** 2 for name in found))
            lengths.append(sum(gradient[name].norm() ** 2 for name in found))
        return {"parameters": sum(x.numel() for x in self.network.tensors.values()),
                "loss_error": max(errors),
                "gradient_error": (sum(differences) / sum(lengths)).sqrt().item()}

    def list_variants(self):
        kinds = ("foreach", "plain")
        if tuple(map(int, torch.__version__.split(".")[:2])) >= (2, 4):
            kinds = ("fused",) + kinds
        if self.compiled:  # each takes half a minute
            return [(layout, True, kinds[0]) for layout in LAYOUTS]
        return list(itertools.product(LAYOUTS, (True, False), kinds))

    def tune(self):
        best = (float("inf"), None)
        slow = False
        for variant in self.list_variants():
            if slow and variant[1:] != best[1][1:]:
                continue
            self.choose(variant)
            if self.time_steps(1)[0] > VERY_SLOW and not self.compiled:
                return self.describe()
            time_of_one = self.time_steps(1)[0]
            slow = slow or time_of_one > SLOW
            times = [time_of_one] if slow else self.time_steps(5)
            best = min(best, (min(times), variant), key=lambda pair: pair[0])
        self.choose(best[1])
        self.step()
        return self.describe()

    def describe(self):
        layout, joint, kind = self.variant
        words = ["torch.compile" if self.compiled else "eager",
                 "channels last" if layout == torch.channels_last else "channels first",
                 "one encoder pass" if joint else "an encoder pass a side", f"{kind} Adam"]
        return {"version": torch.__version__.split("+")[0], "variant": ", ".join(words)}

    def run(self, seconds):
        count, begin = 0, time.perf_counter()
        while time.perf_counter() - begin < seconds:
            self.step()
            count += 1
        return count / (time.perf_counter() - begin)

    def plane(self, n):
        """Points of a plane through the weights, one forward pass of both sides after another."""
        torch.manual_seed(1)
        tensors = self.network.tensors.values()
        origin = [x.detach().clone() for x in tensors]
        axes = [[.01 * torch.randn_like(x) for x in origin] for _ in range(2)]
        times = []
        with torch.no_grad():
            for i in range(n):
                begin = time.perf_counter()
                for x, o, u, v in zip(tensors, origin, *axes):
                    torch.add(o, u, alpha=i / n - .5, out=x)
                    x.add_(v, alpha=.5 - i / n)
                for loss in self.network.get_losses(self.batch, self.joint):
                    loss.item()
                times.append(time.perf_counter() - begin)
            for x, o in zip(tensors, origin):
                x.copy_(o)
        return times

    def answer(self, command, words):
        if command in ("check", "tune"):
            return getattr(self, command)()
        if command == "steps":
            return self.time_steps(int(words[0]))
        if command == "run":
            return self.run(float(words[0]))
        if command == "plane":
            return self.plane(int(words[0]))
        if command == "memory":
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        raise ValueError(command)


def main():
    folder, n_threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(n_threads)
    torch.set_flush_denormal(True)
    worker = Worker(folder, n_threads, "--compile" in sys.argv[3:])
    for line in sys.stdin:
        command, *words = line.split()
        print(json.dumps(worker.answer(command, words)), flush=True)


if __name__ == "__main__":
    main()
