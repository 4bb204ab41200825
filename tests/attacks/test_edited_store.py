"""Rows changed with the store's own key: the desk refuses in words, or prints what carries SPESIMEN."""

import hashlib
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from registry.actions import Kind
from registry.canonical import canonical
from registry.case import NotAllowed
from registry.officers import Grant, Role
from registry.releases import Certificate, Release, ReleaseKind, ReleaseRefused, SignedRelease
from registry.stock import Blank, Entry, Move
from station.desk.printing import PrintDesk
from station.desk.recording import RecordingDesk
from station.desk.releasing import ReleaseDesk
from station.store.store import FILE
from sync.keys import CENTRE, SigningKey
from tests.attacks.making import CASE, HERE, NOON, OFFICERS, print_desk, printed_text, refused_in_words, scene, shown
from tests.forms.making import Maker, elements, ink, photo, release
from tests.station.store.making import key_of, person

NO_CHAIN = "Rilis tidak sah: tanda tangan Dinas tidak cocok."
FORGED = "Riwayat permohonan ini tidak sah: ada tanda tangan yang tidak cocok."
DAMAGED = "Data stasiun rusak pada satu bagian dan tidak dibuka."
OTHER_DATA = "Data kartu berbeda dengan rilis."
RESTORED = "Data dipulihkan dari cadangan."


def signed_in(record):
    return SignedRelease.from_record(record)


def resealed(signed):
    """A change of the record of `Released`: another release, the elements as they were."""
    return lambda record: record | signed.to_record()


# what is not touched ------------------------------------------------------------------------------------------------
def test_untouched_the_training_card_carries_the_word(tmp_path):
    state = shown(scene(tmp_path / "uptd"))
    assert "SPESIMEN" in printed_text(state)
    assert person(1).name in printed_text(state)


def test_untouched_an_operational_release_would_print(tmp_path):
    """So that the refusals below are refusals of the attack; the card is judged and never drawn."""
    found = scene(tmp_path / "uptd", operational=True)
    store = found.open()
    session = found.session(store)
    card = ReleaseDesk(session, found.authority(store)).printable(store.cases.get(CASE))
    assert card.marking == ""
    store.close()


# the release --------------------------------------------------------------------------------------------------------
def lift_kind(record):
    signed = signed_in(record)
    lifted = replace(Certificate.from_bytes(signed.certificate), kind=ReleaseKind.OPERATIONAL)
    return record | replace(signed, certificate=lifted.to_bytes()).to_record()


def lower_kind(record):
    signed = signed_in(record)
    lowered = replace(Certificate.from_bytes(signed.certificate), kind=ReleaseKind.TRAINING)
    return record | replace(signed, certificate=lowered.to_bytes()).to_record()


def new_serial(record):
    signed = signed_in(record)
    other = replace(Release.from_bytes(signed.release), serial="R-2026-999999")
    return record | replace(signed, release=other.to_bytes()).to_record()


def more_attempts(record):
    signed = signed_in(record)
    other = replace(Release.from_bytes(signed.release), attempts=99, until="2036-01-01")
    return record | replace(signed, release=other.to_bytes()).to_record()


def other_name(record):
    return record | {"elements": record["elements"] | {"name": "NAMA LAIN"}}


def other_nik(record):
    return record | {"elements": record["elements"] | {"nik": "1408060101019999"}}


def no_release(record):
    return {"v": 1, "elements": record["elements"]}


def garbage(record):
    return record | {"certificate": "zz", "release": "00"}


def no_elements(record):
    return {name: value for name, value in record.items() if name != "elements"} | {"elements": "kosong"}


CHANGES = [lift_kind, new_serial, more_attempts, other_name, other_nik, no_release, garbage, no_elements]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("operational", [False, True])
def test_a_changed_release_is_refused_even_with_all_hashes_made_to_fit(tmp_path, change, operational):
    if operational and change is lift_kind:
        change = lower_kind
    found = scene(tmp_path / "uptd", operational=operational)
    found.rewrite(Kind.RELEASED, record=change)
    assert refused_in_words(shown(found)) in (NO_CHAIN, FORGED, OTHER_DATA)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_release_signed_by_an_invented_centre_is_refused(tmp_path, change):
    """The invented centre signs the act, and the station is made to believe it."""
    found = scene(tmp_path / "uptd", operational=True)
    believe(found, key_of("invented"))
    found.rewrite(Kind.RELEASED, record=change, key=key_of("invented"))
    assert refused_in_words(shown(found)) in (NO_CHAIN, OTHER_DATA)


def test_a_payload_changed_without_its_hash_is_a_damaged_row(tmp_path):
    found = scene(tmp_path / "uptd")
    act = found.edit("SELECT action FROM payloads ORDER BY rowid DESC LIMIT 1")[0][0]
    found.edit("UPDATE payloads SET payload = ? WHERE action = ?", canonical({"v": 1}), act)
    assert refused_in_words(shown(found)) == DAMAGED


@pytest.mark.parametrize("name", ["photo", "signature"])
def test_another_face_or_hand_under_the_old_name_is_refused(tmp_path, name):
    found = scene(tmp_path / "uptd")
    held = hashlib.sha256(photo() if name == "photo" else ink()).hexdigest()
    found.edit("UPDATE blobs SET data = ? WHERE sha256 = ?", b"someone else", held)
    assert refused_in_words(shown(found)) == OTHER_DATA


def test_a_capture_taken_out_is_refused(tmp_path):
    found = scene(tmp_path / "uptd")
    found.edit("DELETE FROM blob_uses")
    found.edit("DELETE FROM blobs")
    assert refused_in_words(shown(found)) == OTHER_DATA


# an invented authority ------------------------------------------------------------------------------------------------
def believe(found, centre, **roots):
    """Put another centre into the file: its key, its grants for the same officers, its signature on its acts."""
    found.edit_identity(centre_key=centre.public, **roots)
    for handle, (station, role) in OFFICERS.items():
        raw = Grant(handle, handle, key_of(handle).public, frozenset({role}), station, "2027-12-31").to_bytes()
        found.edit("UPDATE grants SET raw = ?, signature = ? WHERE officer = ?", raw, centre.sign(raw), handle)
    for kind in (Kind.UPSTREAM_ANSWERED, Kind.RELEASED, Kind.ROUTED):
        found.rewrite(kind, key=centre)


@pytest.mark.parametrize("kind", list(ReleaseKind))
def test_a_whole_invented_authority_prints_specimens_or_nothing(tmp_path, kind):
    """Own root, own certificate, own centre, all pinned in the file: training at the most."""
    found = scene(tmp_path / "uptd")
    centre, maker = SigningKey.generate(), Maker(kind)
    forged = maker.sign(release(elements(person(1)), station=HERE, case=CASE, centre=centre.public))
    believe(found, centre, training_root=maker.root_key.hex())
    found.rewrite(Kind.RELEASED, record=resealed(forged), key=centre)
    state = shown(found)
    if kind is ReleaseKind.TRAINING:
        assert "SPESIMEN" in printed_text(state)
    else:
        assert refused_in_words(state) == NO_CHAIN


def test_an_operational_root_written_into_the_file_is_not_one_of_the_build(tmp_path):
    found = scene(tmp_path / "uptd", operational=True)
    plain = replace(found, operational_roots=frozenset())
    for name in ("operational_root", "operational_roots", "OPERATIONAL_ROOTS", "training", "root", "roots"):
        found.edit("INSERT INTO facts (name, value) VALUES (?, ?)", name, found.maker.root_key)
    assert refused_in_words(shown(plain)) == NO_CHAIN
    found.edit_identity(training_root=found.maker.root_key.hex())
    assert refused_in_words(shown(plain)) == NO_CHAIN
    assert refused_in_words(shown(found)) == NO_CHAIN  # not even where the build knows it: pinned means training


# invented people -----------------------------------------------------------------------------------------------------
def test_an_approval_written_in_another_officers_name_prints_nothing(tmp_path):
    found = scene(tmp_path / "uptd", operational=True)
    found.rewrite(Kind.PRINT_APPROVED, key=key_of("yulianti"))
    assert refused_in_words(shown(found)) == FORGED


def test_the_printing_officers_own_approval_prints_nothing(tmp_path):
    found = scene(tmp_path / "uptd", operational=True)
    found.rewrite(Kind.PRINT_APPROVED, header={"author": "yulianti"}, key=key_of("yulianti"))
    assert refused_in_words(shown(found)) == FORGED  # not a verifier: the grant says so


@pytest.mark.parametrize("kind", [Kind.SUBMITTED, Kind.VERIFIED])
def test_another_name_under_the_recording_or_its_check_prints_nothing(tmp_path, kind):
    found = scene(tmp_path / "uptd", operational=True)
    found.rewrite(kind, header={"author": "siti"})
    assert refused_in_words(shown(found)) == FORGED


def test_an_invented_centre_that_vouches_for_an_invented_approver_prints_nothing(tmp_path):
    """A true operational release names the centre it came from."""
    found = scene(tmp_path / "uptd", operational=True)
    centre = SigningKey.generate()
    believe(found, centre)
    raw = Grant("siti", "Siti", key_of("siti").public, frozenset({Role.VERIFIER}), HERE, "2027-12-31").to_bytes()
    found.edit("INSERT INTO grants VALUES ('siti', ?, ?, ?)", HERE, raw, centre.sign(raw))
    found.rewrite(Kind.PRINT_APPROVED, header={"author": "siti"}, key=key_of("siti"))
    assert refused_in_words(shown(found)) == NO_CHAIN


def test_a_status_written_into_the_index_approves_nothing(tmp_path):
    found = scene(tmp_path / "uptd", approved=False)
    found.edit("UPDATE cases SET status = 'print-approved', approver = 'murniati'")
    store = found.open()
    stock(store)
    session = found.session(store)
    state = print_desk(session, found.authority(store), press=True)
    assert state.job is None
    assert state.fault is not None
    with pytest.raises(NotAllowed, match="no-such-step"):
        PrintDesk(session, found.authority(store)).begin(CASE, Blank("B26-0417", 162), "loket", -1)
    assert store.jobs.open() == ()
    assert store.blanks.balance().on_desk == 0
    store.close()


# what was spent ----------------------------------------------------------------------------------------------------
def stock(store):
    store.blanks.add(Entry("e1", Move.RECEIVED, Blank("B26-0417", 1), 500, "", "BAST-7", "yulianti", "t"))


def spent(found, times=1, *, good=False):
    store = found.open()
    serial = ReleaseDesk(found.session(store), found.authority(store)).release_of(store.cases.get(CASE)).serial
    for number in range(times):
        store.releases.begin(serial, f"t{number}")
    if good:
        store.releases.book_good(serial, "t9")
    store.close()


def test_spent_rows_taken_out_stop_the_desk(tmp_path):
    found = scene(tmp_path / "uptd")
    spent(found)
    found.edit("DELETE FROM spendings")
    assert refused_in_words(shown(found)) == RESTORED


@pytest.mark.parametrize("sql", ["UPDATE spendings SET intended = 0, begun = 0", "UPDATE spendings SET intended = 0"])
def test_spent_attempts_set_back_stop_the_desk(tmp_path, sql):
    found = scene(tmp_path / "uptd")
    spent(found)
    found.edit(sql)
    assert refused_in_words(shown(found)) == RESTORED


def test_a_good_card_forgotten_in_the_store_is_remembered_outside(tmp_path):
    found = scene(tmp_path / "uptd")
    spent(found, good=True)
    found.edit("UPDATE spendings SET good = 0")
    assert refused_in_words(shown(found)) == "Kartu untuk rilis ini sudah ada."


def test_attempts_count_on_in_a_store_that_lost_its_jobs(tmp_path):
    found = scene(tmp_path / "uptd")
    spent(found, 2)
    found.edit("DELETE FROM jobs")
    assert refused_in_words(shown(found)) == "Percobaan cetak rilis ini habis."


def test_an_older_copy_of_the_store_stops_printing_and_recording_goes_on(tmp_path):
    found = scene(tmp_path / "uptd")
    for left in found.folder.glob(f"{FILE}-*"):
        left.unlink()
    shutil.copy(found.folder / FILE, tmp_path / "copy.db")
    spent(found, good=True)
    shutil.copy(tmp_path / "copy.db", found.folder / FILE)
    assert refused_in_words(shown(found)) == RESTORED
    store = found.open()
    session = found.session(store)
    with pytest.raises(ReleaseRefused, match="not-reconciled"):
        PrintDesk(session, found.authority(store)).begin(CASE, Blank("B26-0417", 162), "loket", -1)
    store.residents.put([person(7)])
    desk = RecordingDesk(session)
    draft = desk.begin(person(7), "ktp-baru", "belum")
    assert desk.put_field(draft.case, "phone", "0812").fields["phone"] == "0812"
    store.close()


@pytest.mark.parametrize("word", ["chain-shorter", "chain-forked", "chain-gap"])
def test_a_history_the_centre_does_not_know_stops_printing(tmp_path, word):
    """What two copies of one station look like from the centre."""
    found = scene(tmp_path / "uptd")
    row = (f"p-{word}", CASE, "status", 1, "00", "p.age", "t", 1, word)
    columns = 'id, "case", kind, size, sha256, path, created, tries, reason, state, next_at'
    found.edit(f"INSERT INTO packets ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', '')", *row)
    assert refused_in_words(shown(found)) == RESTORED


def test_an_act_of_ours_that_we_do_not_know_stops_printing(tmp_path):
    found = scene(tmp_path / "uptd")
    found.edit("INSERT INTO problems (at, code, subject, record, solved) VALUES ('t', 'own-act-unknown', 'a', x'', 0)")
    assert refused_in_words(shown(found)) == RESTORED


# time ----------------------------------------------------------------------------------------------------------------
def test_an_expired_release_is_refused(tmp_path):
    found = scene(tmp_path / "uptd")
    assert refused_in_words(shown(found, at=NOON + timedelta(days=20))) == "Rilis kedaluwarsa."


# copied to where it was not meant -------------------------------------------------------------------------------------
def test_a_release_for_another_station_is_refused(tmp_path):
    found = scene(tmp_path / "uptd", station="UPTD-KANDIS")
    assert refused_in_words(shown(found)) == "Rilis ini untuk stasiun lain."


def test_a_release_copied_into_another_case_is_refused(tmp_path):
    found = scene(tmp_path / "uptd", case="case-7")
    assert refused_in_words(shown(found)) == OTHER_DATA


def test_a_release_without_this_centre_is_refused(tmp_path):
    found = scene(tmp_path / "uptd", operational=True, centre=key_of("another centre").public)
    assert refused_in_words(shown(found)) == NO_CHAIN
    assert key_of(CENTRE).public != key_of("another centre").public
