#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes every kind of PNG that the standard knows, 7 x 5 pixels, with nothing
# but zlib, and beside it the pixels that a reader has to get, as plain RGBA
# bytes.  bad/ gets pictures that no reader may accept.  The results are kept
# in the repository; run this in its folder only to add a kind.

import os
import struct
import zlib

W, H = 7, 5
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(name, data):
    body = name + data
    return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))


def header(width, height, depth, kind, interlace=0):
    return chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, kind, 0, 0, interlace))


def pack(samples, depth):
    bits = ''.join(format(sample, f'0{depth}b') for sample in samples)
    bits += '0' * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def apply_filter(kind, row, above, step):
    out = bytearray([kind])
    for i, value in enumerate(row):
        left = row[i - step] if i >= step else 0
        up = above[i] if above else 0
        corner = above[i - step] if above and i >= step else 0
        guess = [0, left, up, (left + up) // 2, paeth(left, up, corner)][kind]
        out.append((value - guess) % 256)
    return bytes(out)


def rows(pixels, depth, channels):
    step = max(1, depth * channels // 8)
    above, out = None, b''
    for y, line in enumerate(pixels):
        row = pack([sample for pixel in line for sample in pixel], depth)
        out += apply_filter(y % 5, row, above, step)
        above = row
    return out


def encode(pixels, depth, kind, interlace, extra=b''):
    channels = CHANNELS[kind]
    if interlace:
        data = b''
        for x0, y0, dx, dy in PASSES:
            part = [line[x0::dx] for line in pixels[y0::dy]]
            if part and part[0]:
                data += rows(part, depth, channels)
    else:
        data = rows(pixels, depth, channels)
    packed = zlib.compress(data)
    half = len(packed) // 2
    return (b'\x89PNG\r\n\x1a\n' + header(W, H, depth, kind, interlace) + extra
            + chunk(b'IDAT', packed[:half]) + chunk(b'IDAT', packed[half:]) + chunk(b'IEND', b''))


def sample(x, y, c, depth):
    return (x * 9241 + y * 5077 + c * 15013 + x * y * 331) * 7 % (1 << depth)


def to_byte(value, depth):
    return (value * 510 + (1 << depth) - 1) // (2 * ((1 << depth) - 1))


def write(name, data):
    with open(name, 'wb') as out:
        out.write(data)


def plain(name, depth, kind, transparent=False):
    n = CHANNELS[kind]
    pixels = [[[sample(x, y, c, depth) for c in range(n)] for x in range(W)] for y in range(H)]
    clear = pixels[2][3]
    extra = chunk(b'tRNS', struct.pack(f'>{n}H', *clear)) if transparent else b''
    rgba = bytearray()
    for line in pixels:
        for p in line:
            b = [to_byte(v, depth) for v in p]
            alpha = b[-1] if kind >= 4 else 0 if transparent and p == clear else 255
            rgba += bytes((b[:3] if kind & 2 else b[:1] * 3) + [alpha])
    finish(name, pixels, depth, kind, extra, rgba)


def palette(name, depth, transparent=False):
    count = min(1 << depth, 200)
    colours = [[sample(i, 1, c, 8) for c in range(3)] for i in range(count)]
    alphas = [sample(i, 2, 3, 8) for i in range(count // 2)] if transparent else []
    pixels = [[[sample(x, y, 0, 16) % count] for x in range(W)] for y in range(H)]
    extra = chunk(b'PLTE', bytes(v for colour in colours for v in colour))
    if transparent:
        extra += chunk(b'tRNS', bytes(alphas))
    rgba = bytearray()
    for line in pixels:
        for (i,) in line:
            rgba += bytes(colours[i] + [alphas[i] if i < len(alphas) else 255])
    finish(name, pixels, depth, 3, extra, rgba)


def finish(name, pixels, depth, kind, extra, rgba):
    write(f'{name}.rgba', rgba)
    write(f'{name}.png', encode(pixels, depth, kind, 0, extra))
    write(f'{name}-interlaced.png', encode(pixels, depth, kind, 1, extra))


def bad():
    os.makedirs('bad', exist_ok=True)
    signature = b'\x89PNG\r\n\x1a\n'
    good = open('rgb-8.png', 'rb').read()
    at = good.index(b'IDAT')
    end = chunk(b'IEND', b'')
    some = chunk(b'IDAT', zlib.compress(bytes(1000)))
    clear = open('palette-4-alpha.png', 'rb').read()
    trns = clear.index(b'IDAT')
    row = chunk(b'IDAT', zlib.compress(bytes(H * (3 * W + 1))))
    cases = {
        'bad-crc': good[:at + 6] + bytes([good[at + 6] ^ 1]) + good[at + 7:],
        'bad-crc-trns': clear[:trns - 5] + bytes([clear[trns - 5] ^ 1]) + clear[trns - 4:],
        'bad-depth': signature + header(W, H, 3, 2) + some + end,
        'bad-filter': signature + header(W, H, 8, 2)
            + chunk(b'IDAT', zlib.compress((b'\x09' + bytes(3 * W)) * H)) + end,
        'bad-kind': signature + header(W, H, 8, 5) + some + end,
        'bad-zlib': signature + header(W, H, 8, 2) + chunk(b'IDAT', b'no zlib stream') + end,
        'empty': b'',
        'header-only': signature + header(W, H, 8, 2) + end,
        'huge': signature + header(0x7fffffff, 0x7fffffff, 16, 6) + some + end,
        'long-chunk': signature + header(W, H, 8, 2) + b'\xff\xff\xff\xff' + some[4:] + end,
        'negative': signature + header(0xffffffff, 5, 8, 2) + some + end,
        'no-palette': signature + header(W, H, 8, 3) + some + end,
        'no-end': signature + header(W, H, 8, 2) + row,
        'no-height': signature + header(W, 0, 8, 2) + some + end,
        'no-width': signature + header(0, H, 8, 2) + some + end,
        'promise': signature + header(7000, 7000, 16, 6) + some + end,
        'signature': signature,
        'text': b'This is not a picture.\n',
        'too-few-rows': signature + header(W, H, 8, 2) + chunk(b'IDAT', zlib.compress(bytes(30))) + end,
        'too-wide': signature + header(8193, 1, 1, 0) + some + end,
    }
    for name, data in cases.items():
        write(f'bad/{name}.png', data)


for bits in (1, 2, 4, 8, 16):
    plain(f'grey-{bits}', bits, 0)
for bits in (8, 16):
    plain(f'grey-alpha-{bits}', bits, 4)
    plain(f'rgb-{bits}', bits, 2)
    plain(f'rgba-{bits}', bits, 6)
plain('grey-4-clear', 4, 0, True)
plain('grey-16-clear', 16, 0, True)
plain('rgb-8-clear', 8, 2, True)
plain('rgb-16-clear', 16, 2, True)
for bits in (1, 2, 4, 8):
    palette(f'palette-{bits}', bits)
palette('palette-4-alpha', 4, True)
palette('palette-8-alpha', 8, True)
bad()
