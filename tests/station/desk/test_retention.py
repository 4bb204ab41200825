"""Captures go after their days by a signed act; what printing needs stays; no byte of them is left in the file."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher as Aes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from registry.actions import Kind
from registry.case import NotAllowed
from registry.officers import Role
from registry.uuid7 import Uuid7Source
from station.desk.retention import RetentionDesk, minutes_text, write_minutes
from station.desk.session import Clock, Officer, Session
from station.store.store import FILE
from tests.station.store.making import KEY, act, key_of, person, recording, store_in, submitted

CASE = "case-1"
ANSWERED = "2026-11-24T05:00:00Z"
NOW = datetime(2026, 12, 24, 6, 0, tzinfo=UTC)  # thirty days and an hour later


@pytest.fixture
def store(tmp_path):
    found = store_in(tmp_path / "kecamatan")
    yield found
    found.close()


def desk(store, now=NOW, days=30, role=Role.OPERATOR):
    clock = Clock(lambda: now)
    officer = Officer("rina", "Rina Oktaviani", frozenset({role}))
    return RetentionDesk(Session(officer, "DAYUN", key_of("rina"), store, clock, Uuid7Source()), days)


def settle(store):
    """As if the centre had receipted every act."""
    with store._cipher.writing() as db:
        db.exec_driver_sql("UPDATE actions SET number = row WHERE number = 0")
        db.exec_driver_sql("UPDATE cases SET receipted = 1")


def ready_to_print(store, who=None):
    found = recording(who)
    first = submitted(found)
    verified = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    answer = act(
        Kind.UPSTREAM_ANSWERED,
        "dinas",
        Role.CENTRE,
        variant="PRINT_READY_RECORD",
        after=verified.header.id,
        at=ANSWERED,
    )
    store.cases.append((first, verified, answer), blobs=found.blobs)
    settle(store)
    assert store.cases.get(CASE).status.value == "print-ready"
    return found


def decrypted(path):
    """Every page in clear, also those that no table names any more (SQLCipher 4: AES-256-CBC, 80 bytes kept back)."""
    data, found = path.read_bytes(), []
    for at in range(0, len(data), 4096):
        page = data[at : at + 4096]
        body = page[16:-80] if at == 0 else page[:-80]
        opened = Aes(AES(KEY), CBC(page[-80:-64])).decryptor()
        found.append(opened.update(body) + opened.finalize())
    return b"".join(found)


def test_captures_go_and_what_printing_needs_stays(store):
    found = ready_to_print(store)
    minutes = desk(store).run()
    kept = found.submission.printing_blobs()
    assert len(kept) == 4
    assert {name for name in found.blobs if store.blobs.has(name)} == kept
    assert [(e.number, e.captures) for e in minutes.erasures] == [("D-2611-0001", len(found.blobs) - 4)]
    case = store.cases.get(CASE)
    erased = case.latest(Kind.ERASED)
    assert (erased.header.variant, erased.header.author) == ("retensi", "rina")
    assert set(erased.record["blobs"]) == found.blobs.keys() - kept
    assert case.status.value == "print-ready"
    assert case.refused == ()
    assert store.cases.verify_journal().broken_at == 0
    assert erased.signature == key_of("rina").sign(erased.raw)


def test_no_byte_of_them_is_left_in_file_or_log(store):
    found = ready_to_print(store)
    gone = found.blobs.keys() - found.submission.printing_blobs()
    store.blobs._cipher.forget_deleted()
    assert all(found.blobs[name][:32] in decrypted(store.folder / FILE) for name in gone)
    desk(store).run()
    store.close()
    left = decrypted(store.folder / FILE)
    assert [name for name in gone if found.blobs[name][:32] in left] == []
    assert all(found.blobs[name][:32] in left for name in found.submission.printing_blobs())
    assert not (store.folder / f"{FILE}-wal").exists()


@pytest.mark.parametrize("early", [timedelta(hours=2), timedelta(days=20)])
def test_not_before_its_days(store, early):
    found = ready_to_print(store)
    assert desk(store, NOW - early).run().erasures == ()
    assert all(store.blobs.has(name) for name in found.blobs)


def test_not_before_the_answer_of_siak_and_not_before_the_centre_has_it(store):
    found = recording()
    first = submitted(found)
    store.cases.append((first,), blobs=found.blobs)
    settle(store)
    assert desk(store).run().erasures == ()
    verified = act(Kind.VERIFIED, "hendra", Role.VERIFIER, after=first.header.id)
    answer = act(
        Kind.UPSTREAM_ANSWERED,
        "dinas",
        Role.CENTRE,
        variant="PRINT_READY_RECORD",
        after=verified.header.id,
        at=ANSWERED,
    )
    store.cases.append((verified, answer))
    assert desk(store).run().erasures == ()  # own acts wait for their receipt
    settle(store)
    assert len(desk(store).run().erasures) == 1


def test_after_an_end_nothing_stays(store):
    found = recording()
    first = submitted(found)
    rejected = act(Kind.REJECTED, "hendra", Role.VERIFIER, after=first.header.id, at=ANSWERED)
    store.cases.append((first, rejected), blobs=found.blobs)
    settle(store)
    assert desk(store).run().captures == len(found.blobs)
    assert not any(store.blobs.has(name) for name in found.blobs)
    assert store.cases.row(CASE).name == found.submission.resident.name  # the line of the case stays


def test_another_station_holding_the_case_stops_nobody_from_erasing_his_own(store):
    ready_to_print(store)
    last = store.cases.get(CASE).last
    routed = act(Kind.ROUTED, "dinas", Role.CENTRE, variant="UPTD-SIAK", after=last, at=ANSWERED)
    store.cases.append((routed,))
    settle(store)
    assert store.cases.get(CASE).holder == "UPTD-SIAK"
    assert len(desk(store).run().erasures) == 1


def test_once_a_day_by_who_may_and_under_a_clock_that_can_be_right(store):
    ready_to_print(store)
    store.side.note_contact("2026-11-24T06:00:00Z", 0.0)
    assert desk(store).due()
    assert not desk(store, role=Role.VERIFIER).due()
    with pytest.raises(NotAllowed):
        desk(store, role=Role.VERIFIER).run()
    far = desk(store, NOW + timedelta(days=2000))
    far._session.clock.trust_stamp(store.facts.get("contact.at"))
    assert not far.due()  # a clock that ran ahead erases nothing
    desk(store).run()
    assert not desk(store).due()
    assert desk(store, NOW + timedelta(days=1)).due()


def test_the_second_run_finds_nothing_and_signs_nothing(store):
    ready_to_print(store)
    desk(store).run()
    settle(store)
    before = store.contents().actions
    assert desk(store, NOW + timedelta(days=1)).run().erasures == ()
    assert store.contents().actions == before


def test_minutes_list_numbers_and_no_names(store, tmp_path):
    found = ready_to_print(store, person(9))
    minutes = desk(store).run()
    file = write_minutes(minutes, "Kantor Camat Dayun", tmp_path / "keluaran")
    text = file.read_text()
    assert text == minutes_text(minutes, "Kantor Camat Dayun")
    assert "D-2611-0001" in text
    assert f"Jumlah: 1 permohonan, {minutes.captures} rekaman" in text
    who = found.submission.resident
    assert not any(word in text for word in (who.name, str(who.nik), str(who.kk)))
    settle(store)
    assert write_minutes(desk(store, NOW + timedelta(days=1)).run(), "x", tmp_path / "keluaran") is None


def test_a_copy_from_before_a_migration_goes_after_the_same_days(store):
    old = store.folder / "station.v1.db"
    old.write_bytes(b"sealed")
    assert desk(store, datetime.now(UTC) + timedelta(days=29)).run().files == 0
    assert desk(store, datetime.now(UTC) + timedelta(days=31)).run().files == 1
    assert not old.exists()
