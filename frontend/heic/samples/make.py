"""Makes the samples anew: python3 make.py, with heif-enc (libheif, x265) on the path. Tiles are coded by heif-enc; the
boxes around them, as phones write them (grid, turn, EXIF, profile), are written here."""
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

HERE = Path(__file__).parent
WIDTH, HEIGHT, TILE = 180, 120, 64


def colour(x, y):
    """Four quarters, each with a slope; src/tests.rs knows the same picture."""
    slope = x * 24 // WIDTH + y * 16 // HEIGHT
    red, green, blue = [[(180, 30, 30), (30, 150, 60)], [(30, 60, 180), (210, 210, 200)]][y * 2 // HEIGHT][x * 2 // WIDTH]
    return red + slope, green + slope, blue + slope


def png(width, height, dot, parts=3, deep=False):
    rows = b""
    for y in range(height):
        rows += b"\0" + b"".join(struct.pack(">H", v * 257) if deep else bytes([v]) for x in range(width) for v in dot(x, y))
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", width, height, 16 if deep else 8, 6 if parts == 4 else 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def encoded(picture, *options):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.png"), Path(folder, "a.heic")
        source.write_bytes(picture)
        subprocess.run(["heif-enc", "-q", "80", *options, "-o", target, source], check=True, capture_output=True)
        return target.read_bytes()


def box(kind, *bodies):
    body = b"".join(bodies)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full(kind, version, flags, *bodies):
    return box(kind, struct.pack(">I", version << 24 | flags), *bodies)


def inside(data, *path, at=0, end=None):
    """Start and end of a box, with its header."""
    end = len(data) if end is None else end
    while at < end:
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind == path[0]:
            if len(path) == 1:
                return data[at : at + size]
            return inside(data, *path[1:], at=at + (12 if kind == b"meta" else 8), end=at + size)
        at += size
    raise ValueError(path)


def grid(tiles, *turns, exif=b"", colr=b"", behind=False):
    """A grid of coded tiles, with the properties that turn it; described before the tiles or behind them."""
    columns, rows = -(-WIDTH // TILE), -(-HEIGHT // TILE)
    ids = range(1, columns * rows + 1)
    whole, beside = len(ids) + 1, len(ids) + 2
    properties = [inside(tiles[0], b"meta", b"iprp", b"ipco", b"hvcC"), full(b"ispe", 0, 0, struct.pack(">II", TILE, TILE)),
                  colr or box(b"colr", b"nclx", struct.pack(">HHHB", 1, 13, 6, 0x80)), full(b"ispe", 0, 0, struct.pack(">II", WIDTH, HEIGHT)), *turns]
    kept = [(i, [0x81, 2, 3]) for i in ids] + [(whole, [4, 3, *(0x80 | 5 + n for n in range(len(turns)))])]
    ipma = full(b"ipma", 0, 0, struct.pack(">I", len(kept)), *(struct.pack(">HB", i, len(p)) + bytes(p) for i, p in kept))
    infe = [full(b"infe", 2, 1, struct.pack(">HH", i, 0), b"hvc1\0") for i in ids] + [full(b"infe", 2, 0, struct.pack(">HH", whole, 0), b"grid\0")]
    refs = box(b"dimg", struct.pack(">HH", whole, len(ids)), *(struct.pack(">H", i) for i in ids))
    data = [inside(tile, b"mdat")[8:] for tile in tiles]
    if exif:
        infe.append(full(b"infe", 2, 1, struct.pack(">HH", beside, 0), b"Exif\0"))
        refs += box(b"cdsc", struct.pack(">HHH", beside, 1, whole))
        data.append(exif)
    idat = box(b"idat", bytes([0, 0, rows - 1, columns - 1]), struct.pack(">HH", WIDTH, HEIGHT))
    ftyp = box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def meta(base):
        iloc = b""
        for number, i in enumerate([*ids, *([beside] if exif else [])]):
            iloc += struct.pack(">HHHHII", i, 0, 0, 1, base + sum(map(len, data[:number])), len(data[number]))
        iloc += struct.pack(">HHHHII", whole, 1, 0, 1, 0, len(idat) - 8)
        return full(b"meta", 0, 0, full(b"hdlr", 0, 0, b"\0\0\0\0pict", bytes(13)), full(b"pitm", 0, 0, struct.pack(">H", whole)),
                    full(b"iinf", 0, 0, struct.pack(">H", len(infe)), *infe), full(b"iref", 0, 0, refs),
                    box(b"iprp", box(b"ipco", *properties), ipma), idat,
                    full(b"iloc", 1, 0, struct.pack(">HH", 0x4400, len(infe)), iloc))

    if behind:
        return ftyp + box(b"mdat", *data) + meta(len(ftyp) + 8)
    return ftyp + meta(len(ftyp) + len(meta(0)) + 8) + box(b"mdat", *data)


def tiles(dot):
    def tile(left, top):
        return encoded(png(TILE, TILE, lambda x, y: dot(min(left + x, WIDTH - 1), min(top + y, HEIGHT - 1))))
    return [tile(left, top) for top in range(0, HEIGHT, TILE) for left in range(0, WIDTH, TILE)]


def p3():
    """The profile of phones: the colours of Display P3."""
    def fixed(*values):
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)
    curve = b"para\0\0\0\0\0\3\0\0" + fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    tags = {b"wtpt": (0.9642, 1, 0.8249), b"rXYZ": (0.51512, 0.2412, -0.00105), b"gXYZ": (0.29198, 0.69225, 0.04189), b"bXYZ": (0.1571, 0.06657, 0.78407)}
    bodies = {**{name: b"XYZ \0\0\0\0" + fixed(*value) for name, value in tags.items()}, b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    table, body, start = struct.pack(">I", len(bodies)), b"", 132 + 12 * len(bodies)
    for name, value in bodies.items():
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value
    head = struct.pack(">I", start + len(body)) + b"appl\4\0\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + table + body


def main():
    def write(name, data):
        (HERE / name).write_bytes(data)
    write("plain.heic", encoded(png(WIDTH - 1, HEIGHT - 1, colour)))
    write("deep.heic", encoded(png(WIDTH, HEIGHT, colour, deep=True), "-b", "10"))
    write("clear.heic", encoded(png(WIDTH, HEIGHT, lambda x, y: (*colour(x, y), 255 if x < WIDTH // 2 else 0), 4)))
    # Turned to the right by the box, and by EXIF, too, as phones say it twice.
    right, exif = box(b"irot", b"\3"), b"\0\0\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    phone = tiles(colour)
    write("phone.heic", grid(phone, right, exif=exif))
    write("behind.heic", grid(phone, right, behind=True))
    write("mirrored.heic", grid(phone, box(b"imir", b"\1")))
    # Width, height and middle of what is left: 100 × 80, 10 to the right of the middle and 5 up.
    write("cut.heic", grid(phone, box(b"clap", struct.pack(">8i", 100, 1, 80, 1, 10, 1, -5, 1))))
    # Red of sRGB as Display P3 says it.
    write("wide.heic", grid(tiles(lambda x, y: (234, 51, 35)), colr=box(b"colr", b"prof", p3())))


main()
