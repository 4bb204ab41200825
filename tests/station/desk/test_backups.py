"""Backups of an open station: to the marked disk, when due, kept in number, tested, and what one would lose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from station.desk import backups as backup_desk
from station.desk.backups import BackupDesk, DiskAbsent, marked, offered
from station.desk.schedule import due
from station.desk.session import Clock
from station.settings import BadSettings, Settings, read_settings, write_settings
from station.store import backup as backups
from station.store.backup import BackupDamaged
from station.store.errors import DiskFault, StoreError, StoreFull
from station.store.generations import CUT_OFF, listed, newest_whole, prune
from station.store.store import FILE, Store
from tests.station.store.making import KEY, append_recording, person


class Time:
    """A clock that is set."""

    def __init__(self):
        self.now = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def on(self, **many):
        self.now += timedelta(**many)


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def store(home):
    found = Store.open(home, KEY)
    yield found
    found.close()


@pytest.fixture
def desk(store, time):
    return BackupDesk(store, Clock(time))


@pytest.fixture
def disk(desk, tmp_path):
    mounted = tmp_path / "media"
    mounted.mkdir()
    desk.choose_disk(mounted)
    return mounted / marked("DAYUN")


def test_without_a_disk_in_the_settings_they_lie_beside_the_station(desk, home):
    made = desk.back_up()
    stands = desk.standing()
    assert made.folder.parent == home.parent / "backups"
    assert (stands.disk.present, stands.disk.second, stands.last) == (True, False, made.at)


def test_a_chosen_disk_is_marked_and_used_and_kept_in_the_settings(desk, disk, home):
    made = desk.back_up()
    assert made.folder.parent == disk
    assert read_settings(home / "settings.toml").backup_folder == str(disk.parent)
    assert read_settings(home / "settings.toml").theme == "gelap"
    with pytest.raises(DiskFault):
        desk.choose_disk(disk.parent / "nothing")


def test_an_absent_disk_is_told_with_since_when_and_nothing_is_made_in_its_place(desk, disk, time):
    desk.back_up()
    seen = desk.standing().seen
    moved = disk.parent.with_name("unplugged")
    disk.parent.rename(moved)
    disk.parent.mkdir()  # the mount point stays
    time.on(days=3)
    with pytest.raises(DiskAbsent, match="CADANGAN-DAYUN"):
        desk.back_up()
    stands = desk.standing()
    assert (stands.disk.present, stands.seen, stands.fault) == (False, seen, "DiskAbsent")
    assert list(disk.parent.iterdir()) == []
    assert not desk.due(quiet=True)
    disk.parent.rmdir()
    moved.rename(disk.parent)
    assert desk.due(quiet=True)
    desk.back_up()
    assert desk.standing().fault == ""


def test_only_so_many_stay_and_another_stations_are_left_alone(desk, disk, home, time):
    write_settings(home / "settings.toml", replace(read_settings(home / "settings.toml"), backup_keep=3))
    foreign = desk.back_up().folder
    record = (foreign / "manifest.json").read_bytes().replace(b"DAYUN", b"MINAS")
    (foreign / "manifest.json").write_bytes(record)
    made = []
    for _ in range(5):
        time.on(minutes=1)
        made.append(desk.back_up().folder)
    assert [entry.folder for entry in desk.all()] == made[:1:-1]
    assert foreign.exists()
    assert prune(disk, "DAYUN", 0) == 2  # the newest never goes
    assert [entry.folder for entry in desk.all()] == made[-1:]


def test_half_and_damaged_ones_are_named_and_never_offered(desk, disk, home, time):
    whole = desk.back_up()
    time.on(minutes=1)
    bad = desk.back_up()
    data = bytearray((bad.folder / FILE).read_bytes())
    data[9000] ^= 4
    (bad.folder / FILE).write_bytes(data)
    half = disk / ".DAYUN-20261124T050000Z.part"
    half.mkdir()
    (disk / "foto liburan").mkdir()
    looked = {entry.folder: desk.look(entry).fault for entry in desk.all()}
    assert looked == {whole.folder: "", bad.folder: FILE, half: CUT_OFF}
    assert offered(home).folder == whole.folder
    (whole.folder / "manifest.json").unlink()
    assert offered(home) is None
    assert {entry.folder: entry.fault for entry in desk.all()}[whole.folder] == "manifest.json"


def test_a_test_opens_a_copy_and_leaves_the_backup_as_it_was(desk, disk, home):
    made = desk.back_up()
    before = {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()}
    shares = []
    assert desk.test(made, shares.append) == made.contents
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {path: path.read_bytes() for path in made.folder.rglob("*") if path.is_file()} == before
    (made.folder / "slots.json").write_bytes(b"{}")
    with pytest.raises(BackupDamaged, match=r"slots\.json"):
        desk.test(made)
    assert not (home.parent / "kecamatan.diuji").exists()


def test_what_would_be_lost_is_counted(desk, store, time):
    made = desk.back_up()
    assert desk.loss(made) == replace(desk.loss(made), cases=0, actions=0, drafts=0)
    append_recording(store, "case-2", person(2), "D-2611-0002")
    store.drafts.start("case-3", "ktp-baru", "r-3", "rina", "D-2611-0003", "2026-11-24T03:00:00Z")
    loss = desk.loss(made)
    assert (loss.cases, loss.actions, loss.drafts) == (1, 1, 1)


class Halt(Exception):
    pass


def test_stopped_by_who_watches_nothing_of_it_stays(desk, disk):
    def halt(share):
        if share > 0.3:
            raise Halt

    with pytest.raises(Halt):
        desk.back_up(halt)
    assert list(disk.iterdir()) == []
    desk.back_up()


def test_a_fault_is_remembered_until_the_next_whole_one(desk, disk, monkeypatch):
    def full(*_said):
        raise StoreFull("station.db")

    monkeypatch.setattr(backups, "_copy_all", full)
    with pytest.raises(StoreFull):
        desk.back_up()
    assert desk.standing().fault == "StoreFull"
    monkeypatch.undo()
    desk.back_up()
    assert desk.standing().fault == ""


def test_at_leaving_only_where_something_was_done_and_the_disk_is_there(desk, store, tmp_path, time):
    assert not desk.due_at_leaving()  # no second disk
    (tmp_path / "media").mkdir()
    desk.choose_disk(tmp_path / "media")
    assert desk.due_at_leaving()
    time.on(days=1)
    desk.back_up()
    assert not desk.due_at_leaving()
    store.drafts.start("case-3", "ktp-baru", "r-3", "rina", "D-2611-0003", "2026-11-26T03:00:00Z")
    assert desk.due_at_leaving()


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute)


@pytest.mark.parametrize(
    ("last", "now", "hours", "quiet", "said"),
    [
        (at(24, 16), at(25, 9), (), False, False),
        (at(24, 16), at(25, 9), (), True, True),
        (at(25, 8), at(25, 9), (), True, False),
        (at(25, 8), at(25, 12), ("12.00",), False, True),
        (at(25, 12), at(25, 16, 29), ("12.00", "16.30"), False, False),
        (at(25, 12), at(25, 16, 30), ("12.00", "16.30"), False, True),
        (at(24, 16), at(25, 0, 1), ("23.59",), False, False),
        (at(30, 9), at(25, 9), (), True, True),  # written under a clock that ran ahead
    ],
)
def test_when_one_is_due(last, now, hours, quiet, said):
    assert due(last, now, hours, quiet=quiet) is said


@pytest.mark.parametrize("hours", ["12", "25.00", "12:00", "pagi"])
def test_hours_that_are_none_are_refused(tmp_path, hours):
    (tmp_path / "s.toml").write_text(f'backup_hours = "{hours}"\n')
    with pytest.raises(BadSettings):
        read_settings(tmp_path / "s.toml")
    (tmp_path / "s.toml").write_text('backup_hours = "07.30 12.00"\n')
    assert read_settings(tmp_path / "s.toml") == replace(Settings(), backup_hours="07.30 12.00")


def test_a_folder_that_cannot_be_listed_offers_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    assert listed(tmp_path / "nothing") == ()
    assert newest_whole((tmp_path / "file", tmp_path / "nothing")) is None
    assert issubclass(DiskAbsent, StoreError)


def test_beside_the_station_few_are_kept_and_none_takes_the_room_of_recording(desk, time, monkeypatch):
    made = []
    for _ in range(5):
        time.on(minutes=1)
        made.append(desk.back_up().folder)
    assert [entry.folder for entry in desk.all()] == made[:1:-1]
    time.on(days=1)
    assert desk.due(quiet=True)
    monkeypatch.setattr(backup_desk, "free_at", lambda _folder: 500_100_000)
    assert not desk.due(quiet=True)
