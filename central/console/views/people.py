"""Accounts of the console, run by administrators; nobody changes his own."""

from __future__ import annotations

from central.console.accounts import ConsoleRole
from central.console.errors import Refused
from central.console.page import ADMINISTRATORS, Page, Values, Visit
from central.console.words import ROLES
from central.ledger.accounts import all_accounts


def show(visit: Visit) -> Values:
    """Everyone, and the kecamatan for a new account."""
    areas = [(region.code, region.name) for region in visit.desk.regions.children(visit.desk.area)]
    rows = all_accounts(visit.book.connection)
    return {"accounts": rows, "areas": [("", "—"), *areas], "roles": list(ROLES.items()), "names": dict(areas)}


def add(visit: Visit) -> str:
    """A new account; its first passphrase is shown once."""
    area, role = visit.form.get("area", ""), _role(visit.form.get("role", ""))
    if area and area not in {region.code for region in visit.desk.regions.children(visit.desk.area)}:
        raise Refused("bad-area", 400)
    name = visit.must_have("name")
    full_name = visit.must_have("full_name")
    first = visit.desk.accounts.add(visit.book, name, full_name, role, area, visit.person.name)
    visit.subject = name
    visit.note = f"Akun {name} dibuat. Sandi pertama, hanya tampil sekali dan berlaku 72 jam: {first}"
    return ""


def renew(visit: Visit) -> str:
    """A new first passphrase for somebody who lost his app or forgot."""
    name = _other(visit)
    first = visit.desk.accounts.renew(visit.book, name, visit.person.name)
    visit.note = f"Akun {name} disiapkan ulang. Sandi pertama, hanya tampil sekali dan berlaku 72 jam: {first}"
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
