#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes folders of faces as faceswap and DeepFaceLab would have cut them out, from bundled faces.

make-face-sets.py FACES OUT [N]: FACES is data/faces, N the number of pictures in each folder.

A bundled picture is taken for a part of a larger frame, turned and enlarged by a similarity that
differs from picture to picture.  From its landmarks in that frame, the face is cut out as the
program in question does it, and the landmarks go into the header.  Beside each folder FORM stands a
folder FORM.truth, with the same names: the face mask as a grey picture, and in landmarks.csv where
the landmarks lie in the face's picture.

This is written from the formulas and without any library, so that it shares nothing with the code
that it tests: the pose is fitted by Euler's angles and differences, masks are drawn line by line.
"""
import cmath, csv, math, os, pickle, struct, sys, types, zlib

MARGIN = {'legacy': .375, 'face': .5, 'head': .625}
MIDDLE = {'face': (0., -1.5, 4.2), 'head': (0., 0., -2.3)}

# The mean face, x and y in thousandths of thousandths of the unit square: brows, nose, eyes, mouth.
MEAN = [complex(x, y) / 1e6 for x, y in (
    (10086, 106454), (85135, 38915), (191003, 18748), (300643, 34489), (403270, 77391),
    (596729, 77391), (699356, 34489), (808997, 18748), (914864, 38915), (989913, 106454),
    (500000, 203352), (500000, 307009), (500000, 409805), (500000, 515625), (376753, 587326),
    (435909, 609345), (500000, 628106), (564090, 609345), (623246, 587326), (131610, 216423),
    (196995, 178758), (275698, 179852), (344479, 231733), (270791, 245099), (192616, 244077),
    (655520, 231733), (724301, 179852), (803005, 178758), (868389, 216423), (807383, 244077),
    (729208, 245099), (264022, 780233), (350858, 745405), (438731, 727388), (500000, 742578),
    (561268, 727388), (649141, 745405), (735977, 780233), (652032, 864805), (566594, 902192),
    (500000, 909281), (433405, 902192), (347967, 864805), (300252, 784792), (437969, 778746),
    (500000, 785343), (562030, 778746), (699747, 784792), (563237, 824182), (500000, 831803),
    (436763, 824182))]

# The head's 26 points: left halves of pairs, and the points in the middle.
HEAD = {6: (4.056931, -11.432347, 1.636229), 7: (1.833492, -12.542305, 4.061275),
        8: (0., -12.901019, 4.070434), 17: (6.825897, 1.275284, 4.402142),
        21: (1.330353, 1.636816, 6.903745), 31: (1.930245, -5.060977, 5.914376),
        32: (.746313, -5.136947, 6.263227), 33: (0., -5.485328, 6.76343),
        36: (5.311432, 0., 3.987654), 39: (1.78993, -.091703, 4.413414),
        48: (2.774015, -7.566103, 5.048531), 50: (.509714, -7.056507, 6.566167),
        51: (0., -7.131772, 6.704956), 58: (.589441, -8.443925, 6.109526),
        57: (0., -8.601736, 6.097667)}
for left, right in ((6, 10), (7, 9), (17, 26), (21, 22), (31, 35), (32, 34), (36, 45), (39, 42),
                    (48, 54), (50, 52), (58, 56)):
    HEAD[right] = (-HEAD[left][0],) + HEAD[left][1:]


# ---- similarities: z -> a z + b ----

def fit(source, goal):
    n = len(source)
    p, q = sum(source) / n, sum(goal) / n
    a = sum((s - p).conjugate() * (g - q) for s, g in zip(source, goal)) \
        / sum(abs(s - p) ** 2 for s in source)
    return a, q - a * p


def apply(similarity, z):
    return similarity[0] * z + similarity[1]


def invert(similarity):
    return 1 / similarity[0], -similarity[1] / similarity[0]


def chain(first, then):
    return then[0] * first[0], then[0] * first[1] + then[1]


# ---- the head's pose ----

def project(unknown, point):
    alpha, beta, gamma, x0, y0, distance = unknown
    x, y, z = point
    y, z = y * math.cos(alpha) - z * math.sin(alpha), y * math.sin(alpha) + z * math.cos(alpha)
    x, z = x * math.cos(beta) + z * math.sin(beta), z * math.cos(beta) - x * math.sin(beta)
    x, y = x * math.cos(gamma) - y * math.sin(gamma), x * math.sin(gamma) + y * math.cos(gamma)
    return 4 * (x + x0) / (z + distance), 4 * (y + y0) / (z + distance)


def get_residuals(unknown, square):
    found = []
    for i, point in HEAD.items():
        x, y = project(unknown, point)
        found += [x - (square[i].real - .5), y - (square[i].imag - .5)]
    return found


def solve(rows):
    """Gauss, with the largest element as the pivot."""
    n = len(rows)
    for i in range(n):
        best = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for k in range(i + 1, n):
            share = rows[k][i] / rows[i][i]
            rows[k] = [b - share * a for a, b in zip(rows[i], rows[k])]
    found = [0.] * n
    for i in reversed(range(n)):
        found[i] = (rows[i][n] - sum(rows[i][k] * found[k] for k in range(i + 1, n))) / rows[i][i]
    return found


def fit_pose(square):
    unknown, damping = [0., 0., 0., 0., 0., -50.], 1e-2
    now = get_residuals(unknown, square)
    for _ in range(100):
        columns = []
        for k in range(6):
            moved = list(unknown)
            moved[k] += 1e-6
            columns.append([(b - a) / 1e-6 for a, b in zip(now, get_residuals(moved, square))])
        rows = [[sum(a * b for a, b in zip(p, q)) * (1 + damping * (p is q)) for q in columns]
                + [-sum(a * b for a, b in zip(p, now))] for p in columns]
        step = solve(rows)
        moved = [a + b for a, b in zip(unknown, step)]
        then = get_residuals(moved, square)
        if sum(a * a for a in then) <= sum(a * a for a in now):
            unknown, now, damping = moved, then, damping / 5
            if max(map(abs, step)) < 1e-10:
                break
        else:
            damping *= 5
    return unknown


# ---- PNG ----

def read_png(path):
    """8 bits, RGB, not interlaced: rows of bytes."""
    data = open(path, 'rb').read()
    at, packed = 8, b''
    while at < len(data):
        length, name = struct.unpack('>I4s', data[at:at + 8])
        if name == b'IHDR':
            width, height = struct.unpack('>II', data[at + 8:at + 16])
        elif name == b'IDAT':
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    raw, stride, rows = zlib.decompress(packed), 3 * width, []
    above = bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        kind, line = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        for i in range(stride):
            left, up = line[i - 3] if i >= 3 else 0, above[i]
            corner = above[i - 3] if i >= 3 else 0
            if kind == 4:
                guess = left + up - corner
                off = (abs(guess - left), abs(guess - up), abs(guess - corner))
                add = (left, up, corner)[off.index(min(off))]
            else:
                add = (0, left, up, (left + up) // 2)[kind]
            line[i] = (line[i] + add) & 255
        rows.append(bytes(line))
        above = line
    return rows


def chunk(name, data):
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def write_png(path, rows, text=None, colour=2):
    head = struct.pack('>IIBBBBB', len(rows[0]) // (3 if colour == 2 else 1), len(rows), 8, colour,
                       0, 0, 0)
    header = chunk(b'iTXt', b'faceswap\0\0\0\0\0' + text) if text is not None else b''
    packed = zlib.compress(b''.join(b'\0' + bytes(row) for row in rows))
    with open(path, 'wb') as file:
        file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + header + chunk(b'IDAT', packed)
                   + chunk(b'IEND', b''))


# ---- JPEG ----

def encode_blocks(rows):
    """The bits of a grey JPEG whose blocks of 8 × 8 pixels each have one value."""
    bits, before = '', 0
    for top in range(0, len(rows), 8):
        for left in range(0, len(rows[0]) // 3, 8):
            values = [v for row in rows[top:top + 8] for v in row[3 * left:3 * left + 24]]
            value = round(sum(values) / len(values)) - 128
            step, before = value - before, value
            n = abs(step).bit_length()
            # The number of bits, the bits, and the end of the block.
            bits += '{:04b}'.format(n)
            if n:
                bits += '{:0{}b}'.format(step if step > 0 else step + (1 << n) - 1, n)
            bits += '0'
    bits += '1' * (-len(bits) % 8)
    data = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return data.replace(b'\xff', b'\xff\0')


def write_jpeg(path, rows, segments):
    """Source: ITU T.81.  segments: (marker, data) that go before those of the picture."""
    size = struct.pack('>HH', len(rows), len(rows[0]) // 3)
    segments = ((0xe0, b'JFIF\0\1\1\0\0\1\0\1\0\0'),) + segments + (
        (0xdb, b'\0' + b'\10' * 64), (0xc0, b'\10' + size + b'\1\1\x11\0'),
        (0xc4, b'\0' + bytes([0, 0, 0, 12] + [0] * 12) + bytes(range(12))),
        (0xc4, b'\x10' + bytes([1] + [0] * 15) + b'\0'), (0xda, b'\1\1\0\0\x3f\0'))
    with open(path, 'wb') as file:
        file.write(b'\xff\xd8' + b''.join(b'\xff' + bytes([marker])
                                          + struct.pack('>H', len(data) + 2) + data
                                          for marker, data in segments)
                   + encode_blocks(rows) + b'\xff\xd9')


# ---- pictures ----

def cut(rows, to_source, size):
    """Bilinear; pixels' centres are at whole numbers; black outside."""
    width, height, result = len(rows[0]) // 3, len(rows), []
    for y in range(size):
        line = bytearray(3 * size)
        for x in range(size):
            z = apply(to_source, complex(x, y))
            left, top = math.floor(z.real), math.floor(z.imag)
            fx, fy = z.real - left, z.imag - top
            if not (0 <= left < width - 1 and 0 <= top < height - 1):
                continue
            a, b, i = rows[top], rows[top + 1], 3 * left
            for c in range(3):
                up = a[i + c] + fx * (a[i + c + 3] - a[i + c])
                down = b[i + c] + fx * (b[i + c + 3] - b[i + c])
                line[3 * x + c] = int(up + fy * (down - up) + .5)
        result.append(line)
    return result


def get_hull(points):
    points = sorted(points, key=lambda z: (z.real, z.imag))
    hull = []
    for chain_of in (points, points[::-1]):
        start = len(hull)
        for z in chain_of:
            while len(hull) >= start + 2 and ((hull[-1] - hull[-2]).conjugate()
                                              * (z - hull[-1])).imag <= 0:
                hull.pop()
            hull.append(z)
        hull.pop()
    return hull


def draw(hulls, size):
    """Pixels whose centre is within a hull; centres are at whole numbers."""
    rows = []
    for y in range(size):
        line = bytearray(size)
        for hull in hulls:
            crossings = []
            for a, b in zip(hull, hull[1:] + hull[:1]):
                if (a.imag <= y) != (b.imag <= y):
                    crossings.append(a.real + (y - a.imag) / (b.imag - a.imag) * (b.real - a.real))
            if crossings:
                for x in range(max(math.ceil(min(crossings)), 0),
                               min(math.floor(max(crossings)), size - 1) + 1):
                    line[x] = 255
        rows.append(line)
    return rows


def get_face_hulls(points):
    """The mask with the brows lifted: eight hulls."""
    p = list(points)
    outer = ((3 * p[36] + p[0]) / 4, (3 * p[45] + p[16]) / 4)
    lids = [outer[0], p[36], p[37], p[38], p[39], p[42], p[43], p[44], p[45], outer[1]]
    for i, lid in enumerate(lids):
        p[17 + i] += (points[17 + i] - lid) / 2
    nose = [27] + list(range(31, 36))
    parts = (list(range(0, 9)) + [17], list(range(8, 17)) + [26], [17, 18, 19, 8], [24, 25, 26, 8],
             list(range(19, 25)) + [8], list(range(17, 22)) + nose + [8],
             list(range(22, 27)) + nose + [8], list(range(27, 36)))
    return [get_hull([p[i] for i in part]) for part in parts]


# ---- forms ----

def to_98(points):
    """The 68 points of 98 in their places, the others between their neighbours."""
    places = list(range(0, 33, 2)) + list(range(33, 38)) + list(range(42, 47)) \
        + list(range(51, 62)) + [63, 64, 65, 67, 68, 69, 71, 72, 73, 75] + list(range(76, 96))
    found = dict(zip(places, points))
    known = sorted(found)
    for i in range(98):
        if i not in found:
            before = max((k for k in known if k < i), default=known[0])
            after = min((k for k in known if k > i), default=known[-1])
            found[i] = (found[before] + found[after]) / 2
    return [found[i] for i in range(98)]


def to_lists(points):
    return [[float('%.4f' % z.real), float('%.4f' % z.imag)] for z in points]


def get_matrix(similarity, n_rows):
    (a, b) = similarity
    return [[a.real, -a.imag, b.real], [a.imag, a.real, b.imag], [0., 0., 1.]][:n_rows]


def make_mask(hull, frame_to_mask, n_rows, size=128):
    rows = draw([get_hull([apply(frame_to_mask, z) for z in hull])], size)
    return {'mask': zlib.compress(b''.join(bytes(row) for row in rows)),
            'affine_matrix': get_matrix(frame_to_mask, n_rows), 'interpolator': 3,
            'stored_size': size, 'stored_centering': 'face'}


def get_cut(points, centring, size, is_head=True):
    """From the frame to the picture."""
    pad = round(size * MARGIN[centring] / 2)
    scale = size - 2 * pad
    square = fit(points[17:], MEAN)
    if centring == 'legacy' or not is_head:
        offset = 0
    else:
        offset = complex(*project(fit_pose([apply(square, z) for z in points]), MIDDLE[centring]))
    return chain(square, (scale, complex(pad, pad) - scale * offset))


class Folder:
    def __init__(self, out, form):
        self.path = os.path.join(out, form)
        self.truth = self.path + '.truth'
        os.makedirs(self.path, exist_ok=True)
        os.makedirs(self.truth, exist_ok=True)
        self.lines = []

    def add(self, name, rows, text, points, mask):
        write_png(os.path.join(self.path, name), rows, text)
        write_png(os.path.join(self.truth, name), mask, colour=0)
        self.lines.append([name] + ['%.4f' % (c + .5) for z in points for c in (z.real, z.imag)])

    def close(self):
        with open(os.path.join(self.truth, 'landmarks.csv'), 'w', newline='') as file:
            csv.writer(file).writerows(self.lines)


def make_form(out, form, faces, centring, size, version):
    folder = Folder(out, form)
    for i, (name, rows, points) in enumerate(faces):
        to_frame = cmath.rect(2.5 + .3 * (i % 5), .5 * (i % 7) - 1.2), complex(900 + 10 * i, 500)
        frame = [apply(to_frame, z) for z in points]
        four = form == 'corners'
        to_picture = get_cut(frame, centring, size, is_head=not four)
        in_picture = [apply(to_picture, z) for z in frame]
        outline = get_hull(frame[:17] + frame[17:27])
        square = invert(fit(frame[17:], MEAN))
        listed = to_98(frame) if form == 'wflw' else \
            [apply(square, z) for z in (0, 1, 1 + 1j, 1j)] if four else frame
        to_mask = chain(to_picture, (cmath.rect(128 / size, .3), 10 - 15j))
        masks = {} if four and i % 3 == 2 else \
            {'vgg-clear': make_mask(frame[36:48], to_mask, 2),
             'bisenet-fp_face': make_mask(outline, to_mask, 2 + i % 2)}
        hulls = [get_hull([apply(to_picture, z) for z in outline])] if four \
            else get_face_hulls(in_picture)
        header = {
            'alignments': {'x': 12, 'w': 300, 'y': -4, 'h': 310, 'landmarks_xy': to_lists(listed),
                           'mask': masks,
                           'identity': {'vggface2': [1.5e-05 * k for k in range(99)]}},
            'source': {'alignments_version': version, 'original_filename': 'it\'s "%s"' % name,
                       'face_index': 0, 'source_filename': 'Übung\t%d.png' % i,
                       'source_is_video': i % 2 == 0, 'source_frame_dims': (1080, 1920)}}
        if centring == 'face':
            header['source']['centering'] = 'face'
        to_source = chain(invert(to_picture), invert(to_frame))
        folder.add(name, cut(rows, to_source, size), str(header).encode(), in_picture,
                   draw(hulls, size))
    folder.close()


# ---- pickles ----

class Array:
    """Is pickled as NumPy's array of that name would be."""

    def __init__(self, kind, shape, data):
        self.kind, self.shape, self.data = kind, shape, data

    def __reduce__(self):
        return (sys.modules['numpy.core.multiarray']._reconstruct,
                (sys.modules['numpy'].ndarray, (0,), b'b'),
                (1, self.shape, Type(self.kind), False, self.data))


class Type:
    def __init__(self, kind):
        self.kind = kind

    def __reduce__(self):
        return (sys.modules['numpy'].dtype, (self.kind, False, True),
                (3, '|' if self.kind == 'u1' else '<', None, None, None, -1, -1, 0))


def stand_in(module, name):
    """A class of that module and name, which only a pickle needs."""
    made = type(name, (), {})
    made.__module__ = module
    sys.modules.setdefault(module, types.ModuleType(module))
    setattr(sys.modules[module], name, made)


def make_dfl(out, faces):
    stand_in('numpy', 'ndarray')
    stand_in('numpy', 'dtype')
    stand_in('numpy.core.multiarray', '_reconstruct')
    folder = Folder(out, 'dfl')
    for protocol in range(2, 6):
        name, rows, points = faces[protocol % len(faces)]
        name = '%d_0.jpg' % protocol
        flat = [c for z in points for c in (z.real, z.imag)]
        as_array = Array('f8', (68, 2), struct.pack('<136d', *flat))
        header = {'face_type': 'whole_face', 'landmarks': as_array if protocol == 3
                  else [[z.real, z.imag] for z in points],
                  'source_filename': '%d.png' % protocol,
                  'source_rect': Array('i8', (4,), struct.pack('<4q', 1, 2, -3, 400)),
                  'source_landmarks': to_lists(points), 'eyebrows_expand_mod': 1.0,
                  'image_to_face_mat': Array('f4', (2, 3), struct.pack('<6f', 1, 0, 5, 0, 1, 7)),
                  'xseg_mask': Array('u1', (5, 1), b'\x89PNG\0'), 'flags': (True, None, -70000)}
        write_jpeg(os.path.join(folder.path, name), rows,
                   ((0xef, b'not a pickle'), (0xef, pickle.dumps(header, protocol))))
        write_png(os.path.join(folder.truth, name), draw(get_face_hulls(points), len(rows)),
                  colour=0)
        folder.lines.append([name] + ['%.4f' % (c + .5) for c in flat])
    folder.close()


def make_old_dfl(out, faces):
    """PNGs with the pickle in a chunk before the last one."""
    folder = Folder(out, 'old-dfl')
    for i, (name, rows, points) in enumerate(faces):
        header = {'face_type': 'full_face', 'landmarks': [[z.real, z.imag] for z in points],
                  'ie_polys': None, 'source_filename': '%d.png' % i,
                  'source_rect': (1, 2, -3, 400), 'source_landmarks': to_lists(points),
                  'image_to_face_mat': Array('f4', (2, 3), struct.pack('<6f', 1, 0, 5, 0, 1, 7)),
                  'fanseg_mask': Array('u1', (5, 1), b'\xff\xd8\xff\xe0\0')}
        path = os.path.join(folder.path, name)
        write_png(path, rows)
        chunk = b'fcWp' + pickle.dumps(header, 3)
        data = open(path, 'rb').read()
        with open(path, 'wb') as file:
            file.write(data[:-12] + struct.pack('>I', len(chunk) - 4) + chunk
                       + struct.pack('>I', zlib.crc32(chunk)) + data[-12:])
        write_png(os.path.join(folder.truth, name), draw(get_face_hulls(points), len(rows)),
                  colour=0)
        folder.lines.append([name] + ['%.4f' % (c + .5) for z in points for c in (z.real, z.imag)])
    folder.close()


def make_mixed(out, faces):
    """Some with a header, some without, some whose header is broken or compressed."""
    good = open(os.path.join(out, 'head', faces[0][0]), 'rb').read()
    folder = os.path.join(out, 'mixed')
    os.makedirs(folder, exist_ok=True)
    rows = faces[0][1]
    for name, text in (('b-plain.png', None), ('c-plain.png', None), ('d-name.png', b'{foo: 1}'),
                       ('e-empty.png', b''), ('f-few.png', b"{'alignments': {}}"),
                       ('g-same.png',
                        str({'alignments': {'landmarks_xy': [[3, 4]] * 68}}).encode())):
        write_png(os.path.join(folder, name), rows, text)
    for name in ('a-good.png', 'h-good.png'):
        open(os.path.join(folder, name), 'wb').write(good)


def main():
    source, out = sys.argv[1:3]
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    person = os.path.join(source, 'alder')
    table = {row[0]: row[1:] for row in csv.reader(open(os.path.join(person, 'landmarks.csv')))
             if not row[0].startswith('#')}
    faces = []
    for i in range(n):
        name = 'train_%03d.png' % (i * 7 % 128)
        numbers = [float(word) - .5 for word in table[name]]
        faces.append((name, read_png(os.path.join(person, name)),
                      [complex(*pair) for pair in zip(numbers[::2], numbers[1::2])]))
    for form, centring, size, version in (
            ('legacy', 'legacy', 160, 1.0), ('face', 'face', 192, 2.3), ('head', 'head', 224, 2.4),
            ('wflw', 'head', 224, 2.4), ('corners', 'head', 224, 2.4)):
        make_form(out, form, faces, centring, size, version)
    make_dfl(out, faces)
    make_old_dfl(out, faces)
    make_mixed(out, faces)


main()
