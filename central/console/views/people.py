"""Accounts of the console, run by administrators; nobody changes his own."""

from __future__ import annotations

from central.console.accounts import ConsoleRole
from central.console.errors import Refused
from central.console.newcomers import propose_new, propose_renewal
from central.console.page import ADMINISTRATORS, Page, Values, Visit
from central.console.words import ROLES
from central.ledger.accounts import all_accounts


def show(visit: Visit) -> Values:
    """Everyone, and the kecamatan for a new account."""
    areas = [(region.code, region.name) for region in visit.desk.regions.children(visit.desk.area)]
    rows = all_accounts(visit.book.connection)
    return {"accounts": rows, "areas": [("", "—"), *areas], "roles": list(ROLES.items()), "names": dict(areas)}


def add(visit: Visit) -> str:
    """Propose a new account; a second person decides and gets its first passphrase."""
    area, role = visit.form.get("area", ""), _role(visit.form.get("role", ""))
    if area and area not in {region.code for region in visit.desk.regions.children(visit.desk.area)}:
        raise Refused("bad-area", 400)
    propose_new(visit, visit.must_have("name"), visit.must_have("full_name"), role, area)
    return ""


def renew(visit: Visit) -> str:
    """Propose a new first passphrase."""
    propose_renewal(visit, _other(visit))
    return ""


def revoke(visit: Visit) -> str:
    """End an account."""
    name = _other(visit)
    visit.desk.accounts.revoke(visit.book, name)
    visit.note = f"Akun {name} dicabut; sesinya sudah berakhir."
    return ""


def unlock(visit: Visit) -> str:
    """End a lock-out."""
    name = _other(visit)
    visit.desk.accounts.unlock(visit.book, name)
    visit.note = f"Akun {name} dapat masuk lagi."
    return ""


def _other(visit: Visit) -> str:
    visit.subject = visit.must_have("name")
    if visit.subject == visit.person.name:
        raise Refused("own-account", 403)
    return visit.subject


def _role(text: str) -> ConsoleRole:
    try:
        return ConsoleRole(text)
    except ValueError as error:
        raise Refused("bad-field", 400) from error


PAGES = (
    Page(
        "/akun",
        "Akun konsol",
        "akun.html",
        ADMINISTRATORS,
        show,
        group="Aturan",
        deeds={"tambah": add, "siapkan-ulang": renew, "cabut": revoke, "buka-kunci": unlock},
    ),
)
