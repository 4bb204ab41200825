"""Looks for a person in bytes: as they lie there, and inside whatever can be inflated or decoded."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pypdfium2
import zstandard

MOST = 64 * 1024 * 1024  # of one inflated stream
DEEPEST = 3  # a PDF in a ZIP in a gzip
LEAST = 16  # shorter than the number we look for
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
_ZSTD = b"\x28\xb5\x2f\xfd"
_ASCII85 = re.compile(rb"[!-uz\s]{20,}~>")


def needles(nik: str, name: str) -> Mapping[str, bytes]:
    """What must not be found, each with how it is written."""
    spaced = " ".join(nik[start : start + 4] for start in range(0, len(nik), 4))
    words = {
        "nik": nik,
        "nik 4-4-4-4": spaced,
        "name": name,
        "NAME": name.upper(),
        "Name": name.title(),
    }
    found = {f"{what} {code}": word.encode(code) for what, word in words.items() for code in ENCODINGS}
    return found | {"nik hex": nik.encode().hex().encode()} | _in_base64(nik)


def shown_in(data: bytes, wanted: Mapping[str, bytes]) -> set[str]:
    """Which of them the bytes show, inflated or not."""
    return {what for layer in layers(data) for what, word in wanted.items() if word in layer}


def shown_below(folder: Path, wanted: Mapping[str, bytes]) -> dict[str, set[str]]:
    """File below a folder -> what it shows; also what its own name shows."""
    found = {}
    for file in sorted(folder.rglob("*")):
        shown = {what for what, word in wanted.items() if word in str(file.relative_to(folder)).encode()}
        if file.is_file():
            shown |= shown_in(file.read_bytes(), wanted)
        if shown:
            found[str(file.relative_to(folder))] = shown
    return found


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes, and everything inside them: zlib, gzip, ZIP members, zstd, PDF text and streams, ASCII 85."""
    yield data
    if depth == DEEPEST or len(data) < LEAST:
        return
    for inner in (*_deflated(data), *_members(data), *_zstd(data), *_ascii85(data), *_pdf(data)):
        yield from layers(inner, depth + 1)


def _deflated(data: bytes) -> Iterator[bytes]:
    """At every place where a zlib or gzip stream may begin; it may be torn or run into other bytes."""
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", data):
        window = -zlib.MAX_WBITS if match[0].startswith(b"\x78") else zlib.MAX_WBITS | 16
        start = match.start() + (2 if window < 0 else 0)  # raw: a torn end or a wrong checksum hides nothing
        yield from _inflated(data, start, window)


def _members(data: bytes) -> Iterator[bytes]:
    """ZIP members by the directory, and by each local header, as a torn archive has no directory."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        with suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError), zipfile.ZipFile(io.BytesIO(data)) as held:
            for member in held.infolist():
                yield held.read(member)
    for match in re.finditer(rb"PK\x03\x04", data):
        head = data[match.start() : match.start() + 30]
        if len(head) == 30 and head[8:10] == b"\x08\x00":
            names = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
            yield from _inflated(data, match.start() + 30 + names, -zlib.MAX_WBITS)


def _inflated(data: bytes, start: int, window: int) -> Iterator[bytes]:
    stream, held = zlib.decompressobj(window), bytearray()
    with suppress(zlib.error):
        for place in range(start, len(data), 4096):  # piece by piece: what came before a fault is kept
            held += stream.decompress(data[place : place + 4096], MOST)
            if stream.eof or len(held) > MOST:
                break
    if len(held) >= LEAST:
        yield bytes(held)


def _zstd(data: bytes) -> Iterator[bytes]:
    for match in re.finditer(re.escape(_ZSTD), data):
        with suppress(zstandard.ZstdError):
            yield zstandard.ZstdDecompressor().decompressobj().decompress(data[match.start() :])


def _ascii85(data: bytes) -> Iterator[bytes]:
    """How reportlab wraps a stream of a PDF."""
    for match in _ASCII85.finditer(data):
        with suppress(ValueError):
            yield base64.a85decode(match[0][:-2].strip())


def _pdf(data: bytes) -> Iterator[bytes]:
    """The text of each page: its letters are glyph numbers in the streams."""
    if not data.startswith(b"%PDF"):
        return
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_range().encode()
        text.close()
        page.close()
    document.close()


def _in_base64(word: str) -> dict[str, bytes]:
    """The middle of the word in base64 at each of its three places."""
    found = {}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + word.encode())
        found[f"nik base64+{shift}"] = coded[4 if shift else 0 : len(coded) // 4 * 4 - 4]
    return found
