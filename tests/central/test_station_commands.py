"""What an administrator of the centre does at its keyboard, while the centre runs and real stations speak to it."""

import re
import shutil
import threading

import pytest

from central.errands import run_errand
from central.station_commands import run_command
from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.desk.founding import NotConfirmed
from station.desk.moving import unsent
from station.desk.renewing import ask_renewal, due, want_renewal
from station.desk.session import Clock
from station.desk.sign_in import Door
from station.desk.syncing import SyncDesk
from station.store.locks import lock_in
from station.store.renewing import KEY_UNTIL
from sync.errors import Locked, Refused
from sync.keys import SigningKey
from sync.onetime import OneTimeCode
from tests.forms.making import resident
from tests.journeys.children import (
    CHEAP,
    PASSPHRASE,
    another,
    found_station,
    newcomer,
    record,
    start_centre,
    sync_until,
    whom_to_record,
)

MINAS = ["--station", "MINAS", "--name", "Kantor Camat Minas", "--administrator", "joko"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pusat") / "centre"


@pytest.fixture(scope="module")
def centre(folder):
    made = start_centre(folder)
    yield made
    made.stop()


@pytest.fixture
def say(folder, centre, capsys):
    """Run a command at the centre; what it said."""

    def said(command, *arguments, code=0):
        capsys.readouterr()
        assert run_command([command, "--home", str(folder), "--by", "bupati", *arguments]) == code
        heard = capsys.readouterr()
        return heard.out + heard.err

    return said


def one_round(session):
    desk = SyncDesk(session.store, Clock(), Uuid7Source())
    try:
        return desk.run(threading.Event())
    finally:
        desk.close()


def test_a_station_comes_by_code_and_words_changes_its_key_and_is_shut_out(centre, say, tmp_path):
    home = tmp_path / "minas"
    svg = tmp_path / "kode.svg"
    said = say("code", *MINAS, "--administrator-name", "Joko", "--url", centre.url, "--qr", str(svg))
    code = OneTimeCode.from_text(re.search(r"LOKET1-\S+", said).group())
    assert svg.read_text().startswith("<svg")
    door = Door(home, Clock(), cost=CHEAP, use_keyring=False)
    founder = door.founder()
    founder.begin(code)
    standing = founder.ask()
    assert f"{code.code}  MINAS  Joko  {' '.join(standing.words)}" in say("waiting")
    assert "aktif, epoch 1" in say("confirm", code.code, "--words", ", ".join(standing.words))
    assert founder.ask().confirmed
    founder.finish(PASSPHRASE).close()
    session = door.sign_in("joko", PASSPHRASE)
    assert one_round(session).problem is None

    first = session.store.identity
    assert not due(session.store, session.clock.today())
    assert not ask_renewal(session)
    session.store.facts.put({KEY_UNTIL: b"2026-01-01"})
    assert ask_renewal(session)
    assert not ask_renewal(session)  # under way
    sync_until(session, lambda: session.store.identity != first)
    assert session.store.identity.former == (_public(first),)
    assert not due(session.store, session.clock.today())
    assert one_round(session).problem is None  # with the new key
    want_renewal(session.store, "hendra")
    assert ask_renewal(session)
    second = session.store.identity
    sync_until(session, lambda: session.store.identity != second)
    assert one_round(session).problem is None
    assert "MINAS" in say("stations")

    assert "dicabut" in say("revoke", "MINAS", "--reason", "tutup")
    want_renewal(session.store, "hendra")
    assert ask_renewal(session)
    assert isinstance(one_round(session).problem, Locked)
    assert lock_in(session.store.facts).reason == "Stasiun ini dicabut oleh Dinas. tutup"
    assert "diterima lagi" in say("readmit", "MINAS")
    assert one_round(session).problem is None
    assert session.store.facts.get("lock") == b""
    session.store.close()


def _public(identity):
    return SigningKey.from_bytes(bytes.fromhex(identity.signing_key)).public


def test_a_restored_history_goes_on_after_a_new_epoch(centre, folder, tmp_path):
    home = tmp_path / "dayun"
    rina = newcomer("rina", "Rina Oktaviani", Role.OPERATOR)
    door = found_station(home, centre, "DAYUN", (rina,))
    session = door.sign_in("rina", PASSPHRASE)
    who = whom_to_record(session)
    record(session, who)
    assert one_round(session).problem is None
    session.store.close()
    shutil.copytree(home, tmp_path / "earlier")
    session = door.sign_in("rina", PASSPHRASE)
    record(session, another(who, 2))
    assert one_round(session).problem is None
    session.store.close()

    shutil.rmtree(home)
    shutil.move(tmp_path / "earlier", home)
    session = Door(home, Clock(), cost=CHEAP, use_keyring=False).sign_in("rina", PASSPHRASE)
    record(session, another(who, 3))
    assert isinstance(one_round(session).problem, Refused)
    assert run_errand(["epoch", "--home", str(folder), "DAYUN", "--reason", "disk rusak"]) == 0
    sync_until_clear(session)
    assert session.store.epoch == 2
    assert session.store.cases.verify_journal().broken_at == 0
    assert not session.store.problems.has("own-act-unknown")
    assert session.store.side.waiting() == ()
    session.store.close()


def sync_until_clear(session, rounds=6):
    for _ in range(rounds):
        report = one_round(session)
        if report.problem is None and not report.waiting:
            return
    pytest.fail(repr(report))


def test_a_new_computer_takes_the_place_of_the_old_one_and_gets_its_cases(centre, say, tmp_path):
    rina = newcomer("rina", "Rina Oktaviani", Role.OPERATOR)
    old = found_station(tmp_path / "lama", centre, "UPTD-SIAK", (rina,)).sign_in("rina", PASSPHRASE)
    case = record(old, resident())
    assert one_round(old).problem is None
    left = record(old, another(resident(), 2))  # only there
    old.store.drafts.start("draf-1", "ktp-baru", resident().id, "rina", "U-1", "2026-11-24T04:00:00Z")
    assert {each.kind for each in unsent(old.store)} == {"draft", "unsealed"}

    arguments = ["--station", "UPTD-SIAK", "--name", "UPTD Dukcapil Siak", "--administrator", "dewi"]
    said = say("code", *arguments, "--administrator-name", "Dewi Anggraini", "--url", centre.url)
    assert "komputer lamanya berhenti" in said
    assert "menunggu kirim" in said
    code = OneTimeCode.from_text(re.search(r"LOKET1-\S+", said).group())
    door = Door(tmp_path / "baru", Clock(), cost=CHEAP, use_keyring=False)
    founder = door.founder()
    founder.begin(code)
    words = " ".join(founder.ask().words)
    assert one_round(old).problem is None  # until somebody has heard the words, the old one is the station
    assert "epoch 2" in say("confirm", code.code, "--words", words)
    assert founder.ask().confirmed
    founder.finish("kelapa sawit tua").close()
    new = door.sign_in("dewi", "kelapa sawit tua")
    sync_until_clear(new)
    for each in (case, left):
        assert new.store.cases.row(each).number == old.store.cases.row(each).number
    assert not new.store.problems.has("own-act-unknown")
    assert not new.store.releases.reconcile_needed
    assert new.store.identity.epoch == 2

    record(old, another(resident(), 3))
    assert isinstance(one_round(old).problem, Locked)
    assert "dipindahkan ke komputer lain" in (old.store.facts.get("lock") or b"").decode()
    assert record(old, another(resident(), 4))  # recording never stops, not even there
    old.store.close()
    new.store.close()


def test_words_that_differ_void_the_code_and_the_set_up_says_so(centre, say, tmp_path):
    said = say("code", *MINAS, "--administrator-name", "Joko", "--url", centre.url)
    code = OneTimeCode.from_text(re.search(r"LOKET1-\S+", said).group())
    founder = Door(tmp_path / "lain", Clock(), cost=CHEAP, use_keyring=False).founder()
    founder.begin(code)
    founder.ask()
    assert "dibatalkan" in say("confirm", code.code, "--words", "timbang jeruk merpati genap", code=1)
    with pytest.raises(Refused, match="words-differ"):
        founder.ask()
    with pytest.raises(NotConfirmed):
        founder.finish(PASSPHRASE)
    assert "sudah dipakai" in say("confirm", code.code, "--words", "x", code=1)
    assert "tidak ada" in say("revoke-officer", "nobody", "--reason", "x", code=1).casefold()
