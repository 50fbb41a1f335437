# SPDX-License-Identifier: GPL-3.0-or-later
"""The losses once more, in PyTorch's own vectorised operations, as a user of it would write them.

For bench-losses.py, which compares speeds; gradients come from autograd.  Formulas and constants:
the sources that each loss names in core/loss.  Tensors are (N, C, H, W) in [0, 1].
"""
import math

import torch
from torch.nn import functional as F


def mse(t, p):
    return F.mse_loss(p, t)


def mae(t, p):
    return F.l1_loss(p, t)


def smooth(t, p, b=1 / 255):
    return (torch.sqrt((p - t) ** 2 + b * b) - b).mean()


def huber(t, p, delta=0.05):
    return F.huber_loss(p, t, delta=delta)


def logcosh(t, p, s=1.0):
    d = (p - t) / s
    return (s * s * (d + F.softplus(-2 * d) - math.log(2))).mean()


def linf(t, p):
    return (p - t).abs().amax(dim=(2, 3)).mean()


def broken(t, p):
    return 1 - (p - t).abs().mean()


def gaussian(size, sigma, like):
    x = torch.arange(size, dtype=like.dtype) - (size - 1) / 2
    g = torch.exp(-x * x / (2 * sigma * sigma))
    g = g / g.sum()
    return g[:, None] * g[None, :]


def depthwise(x, kernel):
    c = x.shape[1]
    return F.conv2d(x, kernel.expand(c, 1, *kernel.shape), groups=c)


def ssim_maps(t, p, size=11, sigma=1.5):
    kernel = gaussian(size, sigma, t)
    mt, mp = depthwise(t, kernel), depthwise(p, kernel)
    vt = depthwise(t * t, kernel) - mt * mt
    vp = depthwise(p * p, kernel) - mp * mp
    cov = depthwise(t * p, kernel) - mt * mp
    c1, c2 = 0.01**2, 0.03**2
    cs = (2 * cov + c2) / (vt + vp + c2)
    return (2 * mt * mp + c1) / (mt * mt + mp * mp + c1) * cs, cs


def ssim(t, p):
    size = min(11, *t.shape[2:])
    size -= 1 - size % 2
    return ((1 - ssim_maps(t, p, size)[0]) / 2).mean()


def ssim_block(t, p):
    n, c, h, w = t.shape
    h, w = h // 3 * 3, w // 3 * 3

    def blocks(x):
        x = F.unfold(x[:, :, :h, :w], 3, stride=3)
        return x.mean(1), x

    (mt, t), (mp, p) = blocks(t), blocks(p)
    vt, vp = t.var(1, unbiased=False), p.var(1, unbiased=False)
    cov = ((t - mt[:, None]) * (p - mp[:, None])).mean(1)
    c1, c2 = 0.01**2, 0.03**2
    s = (2 * mt * mp + c1) * (2 * cov + c2) / ((mt * mt + mp * mp + c1) * (vt + vp + c2))
    return ((1 - s) / 2).mean()


def ms_ssim(t, p):
    product = 1
    for scale, power in enumerate((0.0448, 0.2856, 0.3001, 0.2363, 0.1333)):
        if scale > 0:
            t, p = F.avg_pool2d(t, 2), F.avg_pool2d(p, 2)
        size = min(11, *t.shape[2:])
        size -= 1 - size % 2
        s, cs = ssim_maps(t, p, size)
        product = product * F.relu((s if scale == 4 else cs).mean(dim=(2, 3))) ** power
    return (1 - product).mean()


def gmsd(t, p):
    one = [0.0007, 0.0052, 0.0370, 0.0052, 0.0007]
    two = [0.0037, 0.1187, 0.2589, 0.1187, 0.0037]
    down = torch.tensor([one, two, [0] * 5, [-v for v in two], [-v for v in one]], dtype=t.dtype)
    c = t.shape[1]
    kernels = torch.stack([down, down.t()])[:, None].repeat(c, 1, 1, 1)

    def edges(x):
        return F.conv2d(F.pad(x, (2, 2, 2, 2), mode="reflect"), kernels, groups=c)

    a, b = edges(t), edges(p)
    g = (2 * a * b + 0.0025) / (a * a + b * b + 0.0025)
    return g.flatten(1).std(1, unbiased=False).mean()


def pixel_grad_diff(t, p, with_dxy=True):
    a, b = 1.9999, 1 / 255
    k = abs(2 - a)
    d = F.pad(p - t, (1, 1, 1, 1), mode="replicate")
    mid = d[:, :, 1:-1, 1:-1]
    dx = (d[:, :, 1:-1, 2:] - d[:, :, 1:-1, :-2]) / 2
    dy = (d[:, :, 2:, 1:-1] - d[:, :, :-2, 1:-1]) / 2
    dxx = d[:, :, 1:-1, 2:] + d[:, :, 1:-1, :-2] - 2 * mid
    dyy = d[:, :, 2:, 1:-1] + d[:, :, :-2, 1:-1] - 2 * mid

    def rho(x):
        return (b * k / a * (((x / b) ** 2 / k + 1) ** (a / 2) - 1)).mean()

    total = rho(dx) + rho(dy) + rho(dxx) + rho(dyy)
    if with_dxy:
        dxy = (d[:, :, 2:, 2:] + d[:, :, :-2, :-2] - d[:, :, 2:, :-2] - d[:, :, :-2, 2:]) / 4
        total = total + 2 * rho(dxy)
    return total / 2


def pixel_grad_diff_2020(t, p):
    return pixel_grad_diff(t, p, with_dxy=False)


def focal_frequency(t, p):
    d = torch.fft.rfft2(p - t, norm="ortho")
    square = d.real**2 + d.imag**2
    w = square.detach().sqrt()
    w = w / w.amax(dim=(2, 3), keepdim=True).clamp(min=1e-30)
    double = torch.full((d.shape[-1],), 2.0, dtype=t.dtype)
    double[0] = 1
    if t.shape[-1] % 2 == 0:
        double[-1] = 1
    return (w * square * double).sum() / t.numel()


def laplacian_pyramid(t, p, levels=5):
    kernel = gaussian(5, 1.0, t)
    d, total = p - t, 0
    for k in range(levels):
        low = depthwise(F.pad(d, (2, 2, 2, 2), mode="replicate"), kernel)
        total = total + 4.0**-k * (d - low).abs().mean()
        d = F.avg_pool2d(low, 2)
    return total + 4.0**-levels * d.abs().mean()


PPD = 0.7 * 3840 / 0.7 * math.pi / 180
LINEAR_TO_XYZ = torch.tensor(
    [[10135552 / 24577794, 8788810 / 24577794, 4435075 / 24577794],
     [2613072 / 12288897, 8788810 / 12288897, 887015 / 12288897],
     [1425312 / 73733382, 8788810 / 73733382, 70074185 / 73733382]], dtype=torch.float64)
TO_WHITE = LINEAR_TO_XYZ / LINEAR_TO_XYZ.sum(1, keepdim=True)


def mix(matrix, x):
    return torch.einsum("ij,njhw->nihw", matrix.to(x.dtype), x)


def opponent(x):
    x = x.clamp(0, 1)
    x = torch.where(x > 0.04045, ((x.clamp(min=0.04045) + 0.055) / 1.055) ** 2.4, x / 12.92)
    x, y, z = mix(TO_WHITE, x).unbind(1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], 1)


def hunt_lab(x):
    c = (6 / 29) ** 3
    x = torch.where(x > c, x.clamp(min=c) ** (1 / 3), x / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = x.unbind(1)
    l = 116 * y - 16
    return torch.stack([l, 0.01 * l * 500 * (x - y), 0.01 * l * 200 * (y - z)], 1)


def grid(radius, dtype):
    x = torch.arange(-radius, radius + 1, dtype=dtype)
    return x[None, :].expand(2 * radius + 1, -1), x[:, None].expand(-1, 2 * radius + 1)


def eye_filters(dtype):
    radius = math.ceil(3 * math.sqrt(0.04 / (2 * math.pi**2)) * PPD)
    x, y = grid(radius, dtype)
    z = (x * x + y * y) / PPD**2
    filters = []
    for a1, b1, a2, b2 in ((1, 0.0047, 0, 1e-5), (1, 0.0053, 0, 1e-5), (34.1, 0.04, 13.5, 0.025)):
        g = a1 * math.sqrt(math.pi / b1) * torch.exp(-math.pi**2 * z / b1)
        g = g + a2 * math.sqrt(math.pi / b2) * torch.exp(-math.pi**2 * z / b2)
        filters.append(g / g.sum())
    return torch.stack(filters)[:, None], radius


def feature_filters(dtype):
    sigma = 0.5 * 0.082 * PPD
    radius = math.ceil(3 * sigma)
    x, y = grid(radius, dtype)
    g = torch.exp(-(x * x + y * y) / (2 * sigma * sigma))
    filters = []
    for f in (-x * g, (x * x / sigma**2 - 1) * g):
        f = torch.where(f < 0, f / -f[f < 0].sum(), f / f[f > 0].sum())
        filters += [f, f.t()]
    return torch.stack(filters)[:, None], radius


def hyab(a, b, eps=1e-15):
    d = a - b
    return torch.sqrt((d[:, :1] ** 2).clamp(min=eps)) + torch.norm(d[:, 1:], dim=1, keepdim=True)


def flip(t, p, eps=1e-15):
    blur, radius = eye_filters(t.dtype)
    edge, reach = feature_filters(t.dtype)
    back = torch.linalg.inv(TO_WHITE)

    def look(x):
        o = opponent(x)
        b = F.conv2d(F.pad(o, (radius,) * 4, mode="replicate"), blur, groups=3)
        y = (b[:, :1] + 16) / 116
        white = torch.cat([y + b[:, 1:2] / 500, y, y - b[:, 2:] / 200], 1)
        lab = hunt_lab(mix(TO_WHITE, mix(back, white).clamp(0, 1)))
        f = F.conv2d(F.pad((o[:, :1] + 16) / 116, (reach,) * 4, mode="replicate"), edge)
        return lab, torch.norm(f[:, :2], dim=1, keepdim=True), torch.norm(f[:, 2:], dim=1,
                                                                         keepdim=True)

    (lt, et, pt), (lp, ep, pp) = look(t), look(p)
    corners = torch.eye(3, dtype=t.dtype)[1:, :, None, None]
    green, blue = hunt_lab(mix(TO_WHITE, corners)).split(1)
    cmax = hyab(green, blue) ** 0.7
    power, knee = hyab(lt, lp) ** 0.7, 0.4 * cmax
    c = torch.where(power < knee, 0.95 / knee * power,
                    0.95 + (power - knee) / (cmax - knee) * 0.05)
    f = torch.max((et - ep).abs(), (pt - pp).abs()).clamp(min=eps)
    return (c ** (1 - torch.sqrt(f / math.sqrt(2)))).mean()


LOSSES = {f.__name__: f for f in (
    mse, mae, smooth, huber, logcosh, linf, ssim, ssim_block, ms_ssim, gmsd, pixel_grad_diff,
    pixel_grad_diff_2020, focal_frequency, laplacian_pyramid, flip, broken)}
