"""NIST's minutiae, NFIQ 2.3, SIVV and bozorth3 by nbis-py: the one door to it.

Loading takes up to a second and some 130 MB, so it lives in the worker process. `templates` tells of the record it
reads and writes.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import nbis

from biometrics.errors import BadImage
from biometrics.images import encode_png

DPI = 500


@dataclass(frozen=True, slots=True)
class Print:
    """What the engine sees in one image: NFIQ 2 score, minutiae count, its own record."""

    nfiq2: int
    minutiae: int
    record: bytes


class Engine:
    """One loaded extractor. `sivv` lets it refuse what has no spectrum of a print."""

    def __init__(self, *, sivv: bool) -> None:
        settings = nbis.NbisExtractorSettings(
            min_quality=0.0,  # a filter here costs more matches than it saves
            get_center=False,
            check_fingerprint=sivv,
            compute_nfiq2=True,
            ppi=float(DPI),
        )
        self._extractor = nbis.new_nbis_extractor(settings)

    def read(self, width: int, height: int, pixels: bytes) -> Print:
        """Judge one 500 dpi image; raises BadImage("not-a-finger") when there is no print in it."""
        try:
            found = self._extractor.extract_minutiae(encode_png(width, height, pixels))
            minutiae = len(found.get())
            if minutiae == 0:
                raise BadImage("not-a-finger")
            return Print(int(found.quality().score), minutiae, bytes(found.to_iso_19794_2_2005()))
        except nbis.NbisError as error:
            raise BadImage("not-a-finger") from error

    def compare(self, first: bytes, second: bytes) -> int:
        """The bozorth3 score of two records whose minutiae are sorted by x, then y; raises BadImage for other bytes."""
        try:
            one, two = (self._extractor.load_iso_19794_2_2005(data) for data in (first, second))
            return int(one.compare(two))
        except nbis.NbisError as error:
            raise BadImage("not-a-template") from error


@functools.cache
def loaded(sivv: bool) -> Engine:
    """The engine of this process, loaded at its first use; it keeps nothing from one image to the next."""
    return Engine(sivv=sivv)
