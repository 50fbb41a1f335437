#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes small pictures of kinds other than PNG with nothing but Python, so that
# what reads them isn't tested with files from the same library.  Each shows six
# blocks of 8 x 8 pixels, "abc" over "def", each of one colour, which all codecs
# keep within a rounding error.  The results are kept in the repository; run
# this in its folder only to add one.
#
# HEIC and AVIF can't be written in a page of code.  Theirs come from heif-enc of
# libheif 1.15.1, out of blocks.png, which this writes for it and is not kept:
#
#   heif-enc -L -p chroma=444 blocks.png -o blocks.heic
#   heif-enc -L -p chroma=444 -A blocks.png -o blocks.avif

import struct
import zlib

W, H = 24, 16
LEVELS = [30 + 40 * i for i in range(6)]
COLOURS = [(level, 255 - level, level // 2) for level in LEVELS]
BLACK = 40


def inks(i):
    return COLOURS[i] + (BLACK,)


def block_of(x, y):
    return y // 8 * 3 + x // 8


def write(name, data):
    with open(name, 'wb') as file:
        file.write(data)


# ---- JPEG: every block is its mean, so its other 63 coefficients are 0 ----

# DC: twelve lengths of numbers, codes of four bits; AC: the end of a block, one bit.
DC_TABLE = bytes([0, 0, 0, 12] + [0] * 12) + bytes(range(12))
AC_TABLE = bytes([1] + [0] * 15) + bytes([0])


def segment(marker, data):
    return struct.pack('>BBH', 0xff, marker, len(data) + 2) + data


def to_ycc(rgb):
    r, g, b = rgb
    return (0.299 * r + 0.587 * g + 0.114 * b,
            128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
            128 + 0.5 * r - 0.418688 * g - 0.081312 * b)


def pack(bits):
    bits += '1' * (-len(bits) % 8)
    data = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return data.replace(b'\xff', b'\xff\0')


def dc_bits(difference):
    n = abs(difference).bit_length()
    number = difference if difference >= 0 else difference + (1 << n) - 1
    return format(n, '04b') + (format(number, f'0{n}b') if n else '')


def scan(components, first, last, bits):
    body = bytes([len(components)])
    for c in components:
        body += bytes([c + 1, 0])
    return segment(0xda, body + bytes([first, last, 0])) + pack(bits)


def jpeg(blocks, progressive=False, adobe=None):
    """blocks: six tuples of as many numbers as there are components"""
    n = len(blocks[0])
    # The mean of 64 numbers, shifted to 0, is an eighth of their DC coefficient.
    dc = [[round(8 * (block[c] - 128)) for block in blocks] for c in range(n)]
    file = b'\xff\xd8'
    if adobe is not None:
        file += segment(0xee, b'Adobe\0\x64\0\0\0\0' + bytes([adobe]))
    file += segment(0xdb, b'\0' + b'\1' * 64)
    file += segment(0xc2 if progressive else 0xc0,
                    struct.pack('>BHHB', 8, H, W, n)
                    + b''.join(bytes([c + 1, 0x11, 0]) for c in range(n)))
    file += segment(0xc4, b'\0' + DC_TABLE) + segment(0xc4, b'\x10' + AC_TABLE)
    bits = ''
    for i in range(6):
        for c in range(n):
            bits += dc_bits(dc[c][i] - (dc[c][i - 1] if i else 0))
            bits += '' if progressive else '0'
    file += scan(range(n), 0, 0 if progressive else 63, bits)
    for c in range(n) if progressive else []:
        file += scan([c], 1, 63, '0' * 6)
    return file + b'\xff\xd9'


def inverted(block):
    return tuple(255 - number for number in block)


write('grey.jpg', jpeg([(level,) for level in LEVELS]))
write('colour.jpg', jpeg([to_ycc(colour) for colour in COLOURS]))
write('progressive.jpg', jpeg([to_ycc(colour) for colour in COLOURS], progressive=True))
# Adobe's programs store what is left of the paper; and the same as luma and chroma.
write('cmyk-adobe.jpg', jpeg([inverted(inks(i)) for i in range(6)], adobe=0))
write('ycck-adobe.jpg', jpeg([to_ycc(inks(i)[:3]) + (255 - BLACK,) for i in range(6)], adobe=2))
write('cmyk-plain.jpg', jpeg([inks(i) for i in range(6)]))


# ---- GIF: codes of eight bits, and the table begun anew before it outgrows them ----

def gif_frame(indices):
    codes = b''
    for at in range(0, len(indices), 100):
        codes += b'\x80' + bytes(indices[at:at + 100])
    codes += b'\x81'
    parts = b''.join(bytes([len(codes[i:i + 255])]) + codes[i:i + 255]
                     for i in range(0, len(codes), 255))
    return (b'\x21\xf9\4\0\x0a\0\0\0' + struct.pack('<BHHHHB', 0x2c, 0, 0, W, H, 0)
            + b'\7' + parts + b'\0')


indices = [block_of(x, y) for y in range(H) for x in range(W)]
palette = b''.join(bytes(colour) for colour in COLOURS)
write('animation.gif',
      b'GIF89a' + struct.pack('<HHBBB', W, H, 0x80 | 6, 0, 0) + palette.ljust(3 * 128, b'\0')
      + gif_frame(indices) + gif_frame([5 - i for i in indices]) + b';')


# ---- WebP, lossless: four bytes for a pixel, each with a code of eight bits ----

class Bits:
    """Least significant bit first."""

    def __init__(self):
        self.bits = []

    def put(self, number, n):
        self.bits += [number >> i & 1 for i in range(n)]

    def put_code(self, number):
        self.bits += [number >> 7 - i & 1 for i in range(8)]

    def get(self):
        self.put(0, -len(self.bits) % 8)
        return bytes(sum(bit << k for k, bit in enumerate(self.bits[i:i + 8]))
                     for i in range(0, len(self.bits), 8))


def vp8l(pixels, has_alpha):
    bits = Bits()
    bits.put(0x2f, 8)
    bits.put(W - 1, 14)
    bits.put(H - 1, 14)
    bits.put(has_alpha, 1)
    bits.put(0, 3 + 1 + 1 + 1)  # version; no transforms, no colour cache, one group of codes
    for n_symbols in (280, 256, 256, 256):
        bits.put(0, 1)
        bits.put(12 - 4, 4)
        for length in (17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8):
            bits.put(length in (0, 8), 3)
        bits.put(0, 1)
        for symbol in range(n_symbols):
            bits.put(symbol < 256, 1)
    bits.put(1, 4)  # distances: one symbol, 0
    for r, g, b, a in pixels:
        for number in (g, r, b, a):
            bits.put_code(number)
    return bits.get()


def riff_chunk(name, data):
    return name + struct.pack('<I', len(data)) + data + b'\0' * (len(data) & 1)


def webp(chunks):
    return b'RIFF' + struct.pack('<I', 4 + len(chunks)) + b'WEBP' + chunks


def three(number):
    return struct.pack('<I', number)[:3]


def extended(flags):
    return riff_chunk(b'VP8X', bytes([flags, 0, 0, 0]) + three(W - 1) + three(H - 1))


def exif(orientation):
    return struct.pack('<4sIHHHIHHI', b'II*\0', 8, 1, 0x112, 3, 1, orientation, 0, 0)


def webp_frame(pixels):
    return riff_chunk(b'ANMF', three(0) * 2 + three(W - 1) + three(H - 1) + three(100) + b'\0'
                      + riff_chunk(b'VP8L', vp8l(pixels, False)))


opaque = [COLOURS[i] + (255,) for i in indices]
clear = [COLOURS[i] + (255 - 50 * i,) for i in indices]
backwards = [COLOURS[5 - i] + (255,) for i in indices]
write('alpha.webp', webp(riff_chunk(b'VP8L', vp8l(clear, True))))
write('turned.webp', webp(extended(0x08) + riff_chunk(b'VP8L', vp8l(opaque, False))
                          + riff_chunk(b'EXIF', exif(6))))
write('animation.webp', webp(extended(0x02) + riff_chunk(b'ANIM', b'\0' * 6)
                             + webp_frame(opaque) + webp_frame(backwards)))


# ---- TIFF and BMP, uncompressed ----

def tiff(pixels, depth, photometric, first=()):
    """pixels: tuples of numbers; first: entries before the others, (tag, type, number)"""
    n = len(pixels[0])
    data = b''.join(struct.pack('<H' if depth == 16 else 'B', number)
                    for pixel in pixels for number in pixel)
    n_entries = 11 + len(first)
    bits_at = 8 + 2 + 12 * n_entries + 4
    entries = list(first) + [
        (256, 3, 1, W), (257, 3, 1, H),
        (258, 3, n, bits_at if n > 2 else depth), (259, 3, 1, 1), (262, 3, 1, photometric),
        (273, 4, 1, bits_at + 8), (274, 3, 1, 1), (277, 3, 1, n), (278, 3, 1, H),
        (279, 4, 1, len(data)), (284, 3, 1, 1)]
    return (struct.pack('<2sHIH', b'II', 42, 8, n_entries)
            + b''.join(struct.pack('<HHII', *entry) for entry in entries) + b'\0' * 4
            + struct.pack('<4H', *[depth] * 4) + data)


colours = [COLOURS[i] for i in indices]
write('rgb-8.tif', tiff(colours, 8, 2))
write('rgb-16.tif', tiff([tuple(257 * c for c in colour) for colour in colours], 16, 2))
write('grey.tif', tiff([(LEVELS[i],) for i in indices], 8, 1))
write('cmyk.tif', tiff([inks(i) for i in indices], 8, 5))
write('preview.tif', tiff(colours, 8, 2, [(254, 4, 1, 1)]))


def bmp(height, rows):
    data = b''.join(bytes(c for colour in row for c in reversed(colour)) for row in rows)
    return (struct.pack('<2sIHHI', b'BM', 54 + len(data), 0, 0, 54)
            + struct.pack('<IiiHHIIiiII', 40, W, height, 1, 24, 0, len(data), 2835, 2835, 0, 0)
            + data)


rows = [colours[y * W:y * W + W] for y in range(H)]
write('up.bmp', bmp(H, rows[::-1]))
write('down.bmp', bmp(-H, rows))


# ---- PNG, for heif-enc ----

def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def png(lines):
    data = b''.join(b'\0' + bytes(c for colour in row for c in colour) for row in lines)
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', W, H, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(data)) + chunk(b'IEND', b''))


write('blocks.png', png(rows))


# ---- AVIF, turned by a property, as phones do it in HEIC ----

def find_box(data, name):
    at = data.index(name) - 4
    return at, struct.unpack_from('>I', data, at)[0]


def turn(avif, angle):
    """One more property at the end of ipco; ipma names it for the first picture."""
    out = bytearray(avif)
    box = struct.pack('>I4sB', 9, b'irot', angle)
    grown = len(box) + 1
    body = find_box(out, b'mdat')[0] + 8
    at, size = find_box(out, b'ipco')
    n_properties, place = 0, at + 8
    while place < at + size:
        n_properties += 1
        place += struct.unpack_from('>I', out, place)[0]
    for name, more in ((b'meta', grown), (b'iprp', grown), (b'ipco', len(box)), (b'ipma', 1)):
        start, length = find_box(out, name)
        struct.pack_into('>I', out, start, length + more)
    # Places in the file, of which there is one, move on.
    iloc = find_box(out, b'iloc')[0]
    found = out.index(struct.pack('>I', body), iloc)
    struct.pack_into('>I', out, found, body + grown)
    # Version and flags, number of pictures, the first one's number and how many properties it has.
    n_at = find_box(out, b'ipma')[0] + 8 + 4 + 4 + 2
    n = out[n_at]
    out[n_at] = n + 1
    out[n_at + 1 + n:n_at + 1 + n] = bytes([0x80 | n_properties + 1])
    out[at + size:at + size] = box
    return bytes(out)


with open('blocks.avif', 'rb') as kept:
    write('turned.avif', turn(kept.read(), 1))
