"""A new account, or a new first passphrase for an old one, takes two persons: else one administrator could make himself
the two officers that a lock, a hold or a list of names needs.

The first passphrase is told to the second person alone, who hands it to the one it is for.
"""

from __future__ import annotations

from central.console.accounts import ConsoleRole
from central.console.errors import Refused
from central.console.page import ADMINISTRATORS, DINAS, Visit
from central.console.second import Matter, body_of, propose
from central.ledger.proposals import ProposalRow

KIND = "akun"


def propose_new(visit: Visit, name: str, full_name: str, role: ConsoleRole, area: str) -> None:
    """Ask for an account. Raises Refused, also for what could not be made."""
    visit.desk.accounts.check_new(visit.book, name, full_name, role, area)
    propose(visit, KIND, name, "", {"full_name": full_name, "role": role.value, "area": area})


def propose_renewal(visit: Visit, name: str) -> None:
    """Ask for a new first passphrase for somebody who lost his app or forgot."""
    propose(visit, KIND, name, "", {})


def _carry_out(visit: Visit, row: ProposalRow) -> None:
    if row.subject == visit.person.name:
        raise Refused("own-account", 403)
    said, accounts, by = body_of(row), visit.desk.accounts, visit.person.name
    if "role" in said:
        role = ConsoleRole(said["role"])
        first = accounts.add(visit.book, row.subject, str(said["full_name"]), role, str(said["area"]), by)
    else:
        first = accounts.renew(visit.book, row.subject, by)
    visit.note = f"Akun {row.subject} siap. Sandi pertama, hanya tampil sekali dan berlaku 72 jam: {first}"


MATTER = Matter(KIND, "Akun konsol", _carry_out, ADMINISTRATORS | DINAS)
