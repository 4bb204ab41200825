"""`loket central account` and the training accounts of a demo."""

import base64
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from starlette.testclient import TestClient

from central.commands import account
from central.compose import open_centre, open_ledger
from central.console.totp import code_at
from central.console.training import training_accounts
from central.ledger.acts import index_missing
from central.ledger.ledger import Ledger
from registry.actions import Kind
from registry.officers import Role
from tests.central.console.making import form_token
from tests.station.store.making import act


def test_the_first_administrator_is_made_at_the_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = str(tmp_path / "centre")
    made = account(["add", "adi", "--full-name", "Adi", "--role", "administrator", "--home", home])
    first = capsys.readouterr().out.split()[-1]
    assert made == 0
    assert len(first) >= 12
    assert account(["add", "adi", "--full-name", "Adi", "--role", "administrator", "--home", home]) == 1
    assert "sudah ada" in capsys.readouterr().err
    assert account(["add", "uptd", "--full-name", "U", "--role", "uptd", "--home", home]) == 1  # without a kecamatan
    assert account(["renew", "adi", "--home", home]) == 0
    assert account(["revoke", "adi", "--home", home]) == 0
    assert account(["renew", "adi", "--home", home]) == 1
    capsys.readouterr()
    account(["list", "--home", home])
    assert capsys.readouterr().out == "adi\tadministrator\t\trevoked\n"


def test_training_accounts_are_told_and_stay_the_same(tmp_path: Path) -> None:
    first, second = _ready(tmp_path), _ready(tmp_path)
    assert [one["name"] for one in first["console"]] == ["dinas", "dinas2", "uptd", "admin"]
    assert first["console"] == second["console"]
    secret = first["console"][0]["totp"].replace(" ", "")

    assert len(TOTP(base64.b32decode(secret), 6, SHA1(), 30).generate(0)) == 6


def test_no_account_is_made_unasked(tmp_path: Path) -> None:
    assert "console" not in _ready(tmp_path, drill=False)
    ledger = open_ledger(tmp_path)
    try:
        with ledger.writing() as book:
            assert book.connection.exec_driver_sql("SELECT count(*) FROM console_accounts").scalar() == 0
    finally:
        ledger.close()


def test_books_of_before_get_their_index_when_they_are_opened(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "centre.db", bytes(32))
    with ledger.writing() as book:
        for number in range(3):
            book.add_action(act(Kind.SUBMITTED, "rina", Role.OPERATOR, case=f"c{number}", variant="complete"))
        before = book.connection.exec_driver_sql("SELECT * FROM console_acts ORDER BY number").all()
        book.connection.exec_driver_sql("DELETE FROM console_acts WHERE number > 1")
        book.connection.exec_driver_sql("DELETE FROM console_marks")
    ledger.close()
    ledger = Ledger(tmp_path / "centre.db", bytes(32))
    try:
        with ledger.writing() as book:
            assert index_missing(book.connection) == 0
            assert book.connection.exec_driver_sql("SELECT * FROM console_acts ORDER BY number").all() == before
    finally:
        ledger.close()


def _ready(home: Path, *, drill: bool = True) -> dict[str, list[dict[str, str]]]:
    arguments = [sys.executable, "-m", "central", "--home", str(home), "--port", "0", "--parent"]
    asked = [*arguments, "--console-drill"] if drill else arguments
    process = subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        found: dict[str, list[dict[str, str]]] = json.loads(process.stdout.readline())
        return found
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()


def test_the_centre_serves_its_console_beside_the_stations_endpoints(tmp_path: Path) -> None:
    centre = open_centre(tmp_path, printing={}, verifying={}, upstream_delay_s=1.0)
    try:
        with centre.ledger.writing() as book:
            told = training_accounts(centre.accounts, book, "14.08.06")[0]
        secret = base64.b32decode(told.totp.replace(" ", ""))
        web = TestClient(centre.app, base_url="https://dinas.example")
        page = web.get("/console/masuk")
        given = {"form": form_token(page.text), "name": told.name, "password": told.passphrase}
        answer = web.post("/console/masuk", data={**given, "code": code_at(secret, datetime.now(UTC))})
        assert "Ringkasan" in answer.text
        assert web.get("/health").json()["status"] == "ok"
        assert web.get("/console").status_code == 200
        assert not [path for path in centre.app.openapi()["paths"] if path.startswith("/console")]
    finally:
        centre.ledger.close()
