"""A copy of a centre: whole, proved, and a centre again; anything missing or changed is refused before it is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from central.keeping import NotKept, backup, keep, restore, verify
from central.ledger.copies import BadCopy
from tests.central.hands import STATION, hand
from tests.central.postgres import Cluster, programs


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    with hand(tmp_path / "home") as found:
        assert found.send("p-1", found.recorded()).status_code == 200
        backup(tmp_path / "home", tmp_path / "copy")  # while it runs
    return tmp_path


def test_a_copy_becomes_a_centre_again(kept: Path) -> None:
    restore(kept / "copy", kept / "again", kept / "home/centre.key")
    with hand(kept / "again") as found:
        before = found.upload("p-1", b"")
        assert before.status_code == 200  # its receipt is known
        with found.centre.ledger.writing() as book:
            row = book.packet(STATION, "p-1")
            assert row is not None
            assert book.case("case-1") is not None
    packets = [path.relative_to(kept / "again") for path in (kept / "again/packets").rglob("*.age")]
    assert packets == [path.relative_to(kept / "home") for path in (kept / "home/packets").rglob("*.age")]
    assert len(packets) == 1


@pytest.mark.parametrize("name", ["centre.db", "packets", "backup.json"])
def test_what_is_missing_or_changed_is_refused(kept: Path, name: str) -> None:
    victim = kept / "copy" / name
    if victim.is_dir():
        victim = next(victim.rglob("*.age"))
        victim.unlink()
    elif name == "backup.json":
        victim.unlink()
    else:
        data = bytearray(victim.read_bytes())
        data[-100] ^= 1
        victim.write_bytes(data)
    with pytest.raises(NotKept):
        restore(kept / "copy", kept / "again", kept / "home/centre.key")
    assert not (kept / "again").exists()


def test_a_damaged_file_with_a_fitting_list_does_not_open(kept: Path) -> None:
    import hashlib  # of this test only

    victim, listed = kept / "copy/centre.db", kept / "copy/backup.json"
    data = bytearray(victim.read_bytes())
    data[5000] ^= 1
    victim.write_bytes(data)
    said = json.loads(listed.read_text())
    said["files"]["centre.db"] = hashlib.sha256(data).hexdigest()
    listed.write_text(json.dumps(said))
    with pytest.raises(BadCopy):
        verify(kept / "copy", kept / "home/centre.key")


def test_another_key_file_opens_nothing(kept: Path) -> None:
    (kept / "other.key").write_text(bytes(32).hex())
    with pytest.raises(BadCopy):
        restore(kept / "copy", kept / "again", kept / "other.key")


def test_nothing_is_written_over(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert keep(["backup", "--home", str(kept / "home"), "--folder", str(kept / "copy")]) == 1
    told = ["restore", "--home", str(kept / "home"), "--folder", str(kept / "copy")]
    assert keep([*told, "--key-file", str(kept / "home/centre.key")]) == 1
    assert capsys.readouterr().err == "not-empty\nnot-empty\n"


@pytest.mark.tools
def test_a_postgresql_is_dumped_and_comes_back(
    postgres: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = programs()
    assert where is not None
    monkeypatch.setenv("PATH", f"{where}:/usr/bin:/bin")
    url, again = postgres.database("kept"), postgres.database("again")
    with hand(tmp_path / "home", database=url) as found:
        assert found.send("p-1", found.recorded()).status_code == 200
        backup(tmp_path / "home", tmp_path / "copy", database=url)
    restore(tmp_path / "copy", tmp_path / "again", tmp_path / "home/centre.key", database=again)
    with hand(tmp_path / "again", database=again) as found:
        assert found.upload("p-1", b"").status_code == 200
    with pytest.raises(NotKept):  # the database is taken
        restore(tmp_path / "copy", tmp_path / "third", tmp_path / "home/centre.key", database=again)
