"""First sign-in: the app for the codes, and an own passphrase."""

from __future__ import annotations

import segno

from central.console.page import EVERYONE, Page, Values, Visit
from central.console.site import SET_UP
from central.console.totp import address, typed_secret
from central.ledger.accounts import account


def show(visit: Visit) -> Values:
    """The QR of the secret, only as long as the account is new."""
    held = account(visit.book.connection, visit.person.name)
    if held is None or not visit.person.setting_up:
        return {"qr": "", "secret": ""}
    picture = segno.make(address(held.totp, held.name), error="m")
    return {"qr": picture.svg_inline(scale=5, border=2), "secret": typed_secret(held.totp)}


def finish(visit: Visit) -> str:
    """Take both; the person signs in again with them."""
    form = visit.form
    desk = visit.desk
    desk.gate.set_up(visit.book, visit.person, form.get("password", ""), form.get("again", ""), form.get("code", ""))
    return "/masuk"


PAGES = (Page(SET_UP, "Siapkan akun", "siapkan.html", EVERYONE, show, deeds={"siapkan": finish}),)
