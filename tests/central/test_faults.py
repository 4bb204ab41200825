"""The disk is full, the database or the store is away: 503 with Retry-After, nothing half done, then on it goes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.canonical import parse
from tests.central.hands import Hand, hand
from tests.central.postgres import Cluster, cluster
from tests.central.test_packets import s3

MOUNT = ("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs")


def later(answer: Any, code: str) -> bool:
    """Whether the answer says to come again, and why."""
    assert (answer.status_code, answer.headers["Loket-Code"]) == (503, code)
    return int(answer.headers["Retry-After"]) > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB in memory."""
    where = tmp_path / "small"
    where.mkdir()
    if not _root() or subprocess.run([*MOUNT, str(where)], check=False).returncode:
        pytest.skip("a small tmpfs cannot be mounted here (needs root)")
    try:
        yield where
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


def _root() -> bool:
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("mount") is not None


@pytest.mark.tools
def test_a_full_disk(small_disk: Path) -> None:
    with hand(small_disk) as found:
        one = found.recorded()
        data = found.sealed("p-1", one)
        assert found.announce("p-1", data, one).status_code == 202
        assert found.upload("p-1", data, 0, data[:1000]).status_code == 204
        filler = small_disk / "filler"
        _fill(filler)
        answers = [found.upload("p-1", data, 1000), found.announce("p-2", data), found.upload("p-1", data, 1000)]
        refused = [answer for answer in answers if answer.status_code == 503]
        assert refused
        assert all(later(answer, "disk-full") for answer in refused)
        health = found.http.get("/health")
        assert health.status_code == 503
        filler.unlink()
        assert found.ask("HEAD", "/v1/packets/p-1").headers["Upload-Offset"] == "1000"
        done = found.upload("p-1", data, 1000)
        assert parse(done.content)["state"] == "accepted"


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        for size in (4096, 512, 64, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue


@pytest.fixture
def own() -> Iterator[Cluster]:
    """A server that a test may stop."""
    with cluster() as found:
        yield found


@pytest.mark.tools
def test_a_database_that_crashes_in_mid_run(own: Cluster, tmp_path: Path) -> None:
    url = own.database("centre")
    with hand(tmp_path, database=url) as found:
        one = found.recorded()
        data = found.sealed("p-1", one)
        assert found.announce("p-1", data, one).status_code == 202
        assert found.upload("p-1", data, 0, data[:1000]).status_code == 204
        own.stop()
        assert later(found.upload("p-1", data, 1000), "database-away")
        assert later(found.ask("GET", "/v1/feed?cursor=0"), "database-away")
        assert found.http.get("/health").json()["database"] == "database-away"
        own.start()
        assert found.ask("HEAD", "/v1/packets/p-1").headers["Upload-Offset"] == "1000"
        done = found.upload("p-1", data, 1000)
        assert parse(done.content)["state"] == "accepted"
        own.stop()  # after the receipt, without a word
        own.start()
        assert found.upload("p-1", b"").content == done.content


@pytest.mark.tools
def test_the_database_goes_between_the_work_and_the_commit(own: Cluster, tmp_path: Path) -> None:
    """The packet lies where it stays already, and its transaction is lost: it is sent again and counts once."""
    with hand(tmp_path, database=own.database("centre")) as found:
        one = found.recorded()
        data = found.sealed("p-1", one)
        found.announce("p-1", data, one)
        commit = type(found.centre.packets).commit

        def then_crash(*arguments: object) -> None:
            commit(*arguments)  # type: ignore[arg-type]  # passed on as they came
            own.stop()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(found.centre.packets), "commit", then_crash)
            assert later(found.upload("p-1", data), "database-away")
        own.start()
        assert found.ask("HEAD", "/v1/packets/p-1").headers["Upload-Offset"] == "0"
        assert parse(found.upload("p-1", data).content)["state"] == "accepted"
        with found.centre.ledger.writing() as book:
            assert len(book.case_actions("case-1")) == 1


def test_a_store_that_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with s3("packets") as url, hand(tmp_path / "a", store=url) as found:
        assert parse(found.send("p-1", found.recorded()).content)["state"] == "accepted"
        assert found.http.get("/health").json()["store"] == "ok"
    with hand(tmp_path / "b", store=url) as found:
        one = found.recorded()
        data = found.sealed("p-1", one)
        found.announce("p-1", data, one)
        assert later(found.upload("p-1", data), "store-away")
        assert found.http.get("/health").json()["store"] == "store-away"
        assert found.ask("HEAD", "/v1/packets/p-1").headers["Upload-Offset"] == str(len(data))
        with found.centre.ledger.writing() as book:
            assert book.case("case-1") is None
            assert not book.has_action(one.header.id)


def test_hands_are_whole(tmp_path: Path) -> None:
    """What the tests of this folder rest on: a packet in order is taken."""
    with hand(tmp_path) as found:
        assert isinstance(found, Hand)
        said = parse(found.send("p-1", found.recorded()).content)
        assert (said["state"], said["refused"]) == ("accepted", {})
