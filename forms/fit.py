"""How a long value is fitted: smaller on one line, else two smaller lines, else refused. Nothing is cut."""

from __future__ import annotations

from dataclasses import dataclass

from forms.errors import DoesNotFit
from forms.sheet import REGULAR, width_mm, wrap

ONE_LINE, TWO_LINES = 0.72, 0.62  # the smallest share of the nominal size on one and on two lines


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines and the size in points they fit at."""

    lines: tuple[str, ...]
    size: float


def fit(field: str, text: str, width: float, size: float, font: str = REGULAR) -> Fitted:
    """`text` within `width` mm; raises DoesNotFit naming the field.

    >>> fit("name", "SUHAILA MARDIANI", 60, 8).size
    8
    >>> len(fit("name", "A" * 30 + " " + "B" * 29, 37.5, 5.4).lines)
    2
    """
    wide = width_mm(text, size, font)
    if wide <= width:
        return Fitted((text,), size)
    if wide * ONE_LINE <= width:
        return Fitted((text,), size * width / wide)
    return _two_lines(field, text, width, size, font)


def _two_lines(field: str, text: str, width: float, size: float, font: str) -> Fitted:
    small = size * TWO_LINES
    try:
        lines = wrap(text, width, small, font)
    except DoesNotFit as error:
        raise DoesNotFit(field, text) from error
    if len(lines) > 2:
        raise DoesNotFit(field, text)
    return Fitted(tuple(lines), small)
