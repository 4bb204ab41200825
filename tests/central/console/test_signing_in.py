"""Who comes in at the console, for how long, and what keeps others out."""

import re
from datetime import timedelta

import pytest

from central.console.accounts import ConsoleRole
from central.console.gate import ABSOLUTE_S, IDLE_S, SHUT_S, TRIES
from central.console.totp import code_at
from central.ledger.accounts import account
from tests.central.console.making import PASSWORD, Console, form_token, said


def test_passphrase_and_code_open_the_console(place: Console) -> None:
    browser = place.browser()
    assert browser.web.get("/console/", follow_redirects=False).headers["location"] == "/console/masuk"
    assert browser.sign_in("tuti") == 303
    assert "Ringkasan" in browser.get("/")


@pytest.mark.parametrize(("password", "code"), [("salah salah salah", None), (PASSWORD, "000000"), (PASSWORD, "")])
def test_one_of_both_is_not_enough(place: Console, password: str, code: str | None) -> None:
    browser = place.browser()
    assert browser.sign_in("tuti", password, code) == 401
    assert browser.status("/") == 303


def test_a_code_counts_once(place: Console) -> None:
    first, second = place.browser(), place.browser()
    assert first.sign_in("tuti") == 303
    used = place.code("tuti")
    place.now -= timedelta(seconds=60)  # sign_in moves the clock on; the same step again
    assert second.sign_in("tuti", code=used) == 401


def test_five_wrong_tries_shut_the_door_for_the_right_one_too(place: Console) -> None:
    browser = place.browser()
    for _ in range(TRIES):
        assert browser.sign_in("tuti", code="000000") == 401
    assert browser.sign_in("tuti") == 429
    place.now += timedelta(seconds=SHUT_S)
    assert browser.sign_in("tuti") == 303


def test_an_unknown_name_is_answered_like_a_wrong_passphrase(place: Console) -> None:
    browser = place.browser()
    assert browser.sign_in("siapa") == 401
    assert place.lines(act="masuk ditolak")[0].account == ""  # what was typed may be a secret


def test_a_session_ends_when_idle_and_at_the_end_of_the_day(place: Console) -> None:
    browser = place.signed_in("tuti")
    place.now += timedelta(seconds=IDLE_S + 1)
    assert browser.status("/") == 303
    browser = place.signed_in("tuti")
    for _ in range(int(ABSOLUTE_S / 600) - 1):
        place.now += timedelta(seconds=600)
        assert browser.status("/") == 200
    place.now += timedelta(seconds=601)
    assert browser.status("/") == 303


def test_the_books_do_not_hold_the_token(place: Console) -> None:
    browser = place.signed_in("tuti")
    token = browser.web.cookies["__Host-loket"]
    with place.ledger.writing() as book:
        rows = book.connection.exec_driver_sql("SELECT * FROM console_sessions").all()
    assert rows
    assert token not in str(rows)


def test_cookie_and_headers_are_strict(place: Console) -> None:
    browser = place.browser()
    answer = browser.web.get("/console/masuk")
    cookie = answer.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=strict", "Path=/", "__Host-"))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text


def test_signing_out_ends_the_session_for_a_copied_cookie_too(place: Console) -> None:
    browser, thief = place.signed_in("tuti"), place.browser()
    thief.web.cookies.set("__Host-loket", browser.web.cookies["__Host-loket"])
    assert thief.status("/") == 200
    page = browser.get("/")
    browser.web.post("/console/keluar", data={"form": form_token(page)})
    assert thief.status("/") == 303


def test_a_form_from_elsewhere_is_not_taken(place: Console) -> None:
    browser = place.signed_in("adi")
    own = form_token(browser.get("/akun"))
    given = {"act": "tambah", "name": "baru", "full_name": "Baru", "role": "dinas", "area": "", "reason": "SK 12/2026"}
    assert browser.web.post("/console/akun", data=given).status_code == 403
    assert browser.web.post("/console/akun", data={**given, "form": "0" * 64}).status_code == 403
    other = {"origin": "https://lain.example"}
    assert browser.web.post("/console/akun", data={**given, "form": own}, headers=other).status_code == 403
    cross = {"sec-fetch-site": "cross-site"}
    assert browser.web.post("/console/akun", data={**given, "form": own}, headers=cross).status_code == 403
    assert browser.web.post("/console/akun", data={**given, "form": own}).status_code == 200


def test_the_token_of_one_session_is_none_in_another(place: Console) -> None:
    one, two = place.signed_in("adi"), place.signed_in("adi")
    token = form_token(one.get("/akun"))
    assert two.web.post("/console/akun", data={"form": token, "act": "cabut", "name": "tuti"}).status_code == 403


def test_a_new_account_sets_its_own_passphrase_and_app(place: Console) -> None:
    admin, second = place.signed_in("adi"), place.signed_in("tuti")
    _, page = admin.post("/akun", "tambah", name="sari", full_name="Sari", role="dinas", area="", reason="SK 12/2026")
    assert "72 jam" not in page
    which = re.search(r'name="which" value="([^"]+)"', second.get("/persetujuan"))
    assert which is not None
    _, page = second.post("/persetujuan", "setujui", which=which.group(1))
    first = re.search(r"72 jam: (\S+?)<", page)
    assert first is not None
    assert first.group(1) not in second.get("/persetujuan")  # shown once, and to the second person alone
    assert first.group(1) not in admin.get("/akun")
    new = place.browser()
    assert new.sign_in("sari", first.group(1), "") == 303
    assert new.web.get("/console/kasus", follow_redirects=False).status_code in (303, 404)
    assert new.web.get("/console/", follow_redirects=False).headers["location"] == "/console/siapkan"
    assert "<svg" in new.get("/siapkan")
    wrong, _ = new.post("/siapkan", "siapkan", code="000000", password=PASSWORD, again=PASSWORD)
    assert wrong == 409
    status, _ = new.post("/siapkan", "siapkan", code=place.code("sari"), password=PASSWORD, again=PASSWORD)
    assert status == 200
    assert new.sign_in("sari", first.group(1), "") == 401
    assert new.sign_in("sari") == 303
    assert "<svg" not in new.get("/siapkan")


def test_a_first_passphrase_ends(place: Console) -> None:
    with place.ledger.writing() as book:
        first = place.accounts.add(book, "sari", "Sari", ConsoleRole.DINAS, "", "adi")
    place.now += timedelta(hours=73)
    assert place.browser().sign_in("sari", first, "") == 401


def test_revoking_ends_the_session_at_once(place: Console) -> None:
    browser, admin = place.signed_in("tuti"), place.signed_in("adi")
    assert admin.post("/akun", "cabut", name="tuti")[0] == 200
    assert browser.status("/") == 303
    assert browser.sign_in("tuti") == 401


def test_nobody_changes_his_own_account(place: Console) -> None:
    admin = place.signed_in("adi")
    status, page = admin.post("/akun", "cabut", name="adi")
    assert status == 403
    assert "sendiri" in said(page)


@pytest.mark.parametrize("name", ["tuti", "uptd-dayun"])
def test_only_administrators_run_accounts(place: Console, name: str) -> None:
    browser = place.signed_in(name)
    assert browser.status("/akun") == 404
    given = {"name": "baru", "full_name": "Baru", "role": "administrator", "area": ""}
    assert browser.post("/akun", "tambah", **given)[0] == 404
    with place.ledger.writing() as book:
        assert account(book.connection, "baru") is None
    assert place.lines(account=name, act="ditolak")


def test_every_read_and_every_act_is_booked(place: Console) -> None:
    admin = place.signed_in("adi")
    admin.get("/akun")
    admin.post("/akun", "buka-kunci", name="tuti")
    said_lines = [(line.act, line.page, line.subject) for line in place.lines(account="adi")]
    assert ("lihat", "/akun", "") in said_lines
    assert ("ubah", "/akun", "tuti") in said_lines
    assert ("masuk", "/masuk", "") in said_lines


def test_a_code_of_the_step_before_counts_and_one_older_does_not(place: Console) -> None:
    with place.ledger.writing() as book:
        held = account(book.connection, "tuti")
    assert held is not None
    old = code_at(held.totp, place.now)
    browser = place.browser()
    place.now -= timedelta(seconds=30)
    assert browser.sign_in("tuti", code=old) == 303  # sign_in moves on 60 s: one step later than the code
    place.now += timedelta(seconds=60)
    stale = place.code("tuti")
    place.now += timedelta(seconds=30)
    assert browser.sign_in("tuti", code=stale) == 401


def test_markup_in_what_was_typed_stays_text(place: Console) -> None:
    admin = place.signed_in("adi")
    admin.post(
        "/akun", "tambah", name="baru", full_name="<b>", role="dinas", area="", reason="<script>alert(1)</script>"
    )
    page = place.signed_in("tuti").get("/persetujuan")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_huge_form_is_refused_before_it_is_read(place: Console) -> None:
    browser = place.browser()
    answer = browser.web.post("/console/masuk", content=b"x", headers={"content-length": str(10**9)})
    assert answer.status_code == 413
