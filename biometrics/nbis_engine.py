"""NIST's minutiae, NFIQ 2 and bozorth3 by nbis-py: the one door to it.

Loading takes a second and 130 MB, so it lives in the worker process. Its "ISO" record is private to it (no view header)
and is used as our private template only.
"""

from __future__ import annotations

from dataclasses import dataclass

import nbis

from biometrics.errors import BadImage
from biometrics.images import encode_png


@dataclass(frozen=True, slots=True)
class Print:
    """What the engine sees in one image: NFIQ 2 score, minutiae count, private template."""

    nfiq2: int
    minutiae: int
    template: bytes


class Engine:
    """One loaded extractor."""

    def __init__(self) -> None:
        settings = nbis.NbisExtractorSettings(
            min_quality=0.0, get_center=False, check_fingerprint=True, compute_nfiq2=True, ppi=500.0
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
        """The bozorth3 score of two templates; raises BadImage for bytes that are none."""
        try:
            one, two = (self._extractor.load_iso_19794_2_2005(data) for data in (first, second))
            return int(one.compare(two))
        except nbis.NbisError as error:
            raise BadImage("not-a-template") from error
