"""Stories beside the cases, each under an id of its own: a resident looked up at the centre, a file taken in, a line
in the books of a location.

Their acts are signed, hang in the journal and travel like those of a case, but make none: `service` names them, and
no list of cases shows them. UU 24/2013 ps 79 and 95A: who asks for a person, for which case and why, stays on record.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.actions import Action, Kind
from registry.canonical import NotCanonical, Record, canonical
from registry.errors import RegistryError
from registry.numbers import Nik

LOOKUP, IMPORT, STOCK = "ambil-dari-pusat", "impor-data", "persediaan"
ERRANDS = frozenset({LOOKUP, IMPORT, STOCK})
KINDS = frozenset(
    {Kind.LOOKUP_ASKED, Kind.LOOKUP_ANSWERED, Kind.IMPORT_PROPOSED, Kind.IMPORT_CONFIRMED, Kind.STOCK_BOOKED}
)
FOUND, NONE = "ada", "tidak-ada"  # variants of LookupAnswered
LEAST_REASON = 5  # signs; a dot is no reason


class LookupRefused(RegistryError):
    """Nobody is looked up. `code`: no-case, case-ended, no-reason, here, too-many or not-a-lookup."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Lookup:
    """Whom a station asks for (a NIK or a KK number), for which case (id, and the number said to people), and why."""

    number: str
    case: str
    case_number: str
    reason: str

    def check(self) -> None:
        """Raise LookupRefused for one without case or reason, BadNumber for a number that is none."""
        if not (self.case and self.case_number.strip()):
            raise LookupRefused("no-case")
        if len(self.reason.strip()) < LEAST_REASON:
            raise LookupRefused("no-reason")
        Nik(self.number)  # a KK number has the same form, without the 40 of women

    def to_bytes(self) -> bytes:
        """The payload of LookupAsked; the case stands in the header too, where no erasure reaches it."""
        names = ("number", "case", "case_number", "reason")
        return canonical({"v": 1, **{name: getattr(self, name) for name in names}})

    @classmethod
    def of(cls, action: Action) -> Lookup:
        """What an act asks for; raises LookupRefused for what is none, also once it is erased."""
        try:
            record: Record = action.record
            found = cls(*(str(record[name]) for name in ("number", "case", "case_number", "reason")))
        except (NotCanonical, KeyError, TypeError) as error:
            raise LookupRefused("not-a-lookup") from error
        if found.case != action.header.variant:
            raise LookupRefused("not-a-lookup")
        found.check()
        return found


def fits(service: str, kind: Kind) -> bool:
    """Whether acts of this kind belong under this service: none of an errand in a case, none of a case in an errand.

    >>> fits(LOOKUP, Kind.LOOKUP_ASKED), fits(LOOKUP, Kind.SUBMITTED), fits("ktp-baru", Kind.LOOKUP_ASKED)
    (True, False, False)
    """
    return (service in ERRANDS) == (kind in KINDS)
