"""The disk after a cut: only what a disk may do to what was not synced, and nothing to what was."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.durability.disk import Cut, Disk, File, Folder

SECTOR = 512
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 3000), st.binary(min_size=1, max_size=2500)),
        st.tuples(st.none(), st.integers(0, 4000)),
        st.just((None, None)),
    ),
    max_size=12,
)


def played(changes):
    """A file with changes (None, None is a sync), every content it ever had since the last one, and the synced one."""
    file, now, synced = File(), b"", b""
    ever = [b""]
    for offset, what in changes:
        if offset is not None:
            file.write(offset, what)
            now = now.ljust(offset, b"\0")
            now = now[:offset] + what + now[offset + len(what) :]
        elif what is not None:
            file.resize(what)
            now = now[:what].ljust(what, b"\0")
        else:
            file.sync()
            synced, ever = now, []
        ever.append(now)
    return file, ever, synced


@given(CHANGES, st.randoms(use_true_random=False))
def test_dropped_is_what_was_synced_and_kept_is_what_was_written(changes, chance):
    file, ever, synced = played(changes)
    assert file.after(Cut.DROPPED, chance) == synced
    assert file.after(Cut.KEPT, chance) == ever[-1]


@given(CHANGES, st.sampled_from(Cut), st.randoms(use_true_random=False))
def test_after_a_sync_every_cut_leaves_the_same(changes, cut, chance):
    file, ever, _ = played([*changes, (None, None)])
    assert file.after(cut, chance) == ever[-1]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=8),
    st.sampled_from([Cut.TORN, Cut.MIXED]),
    st.randoms(use_true_random=False),
)
def test_a_sector_is_written_whole_as_it_stood_at_some_moment(writes, cut, chance):
    file = File(b"\xff" * SECTOR * 8, [], SECTOR * 8)
    ever = [[b"\xff" * SECTOR] for _ in range(8)]
    for number, (at, count) in enumerate(writes):
        file.write(at * SECTOR, bytes([number]) * SECTOR * count)
        for sector in range(at, at + count):
            ever[sector].append(bytes([number]) * SECTOR)
    left = file.after(cut, chance)
    assert len(left) == SECTOR * 8
    for sector in range(8):
        assert left[sector * SECTOR : (sector + 1) * SECTOR] in ever[sector]


def test_every_mixture_comes_and_what_grew_may_hold_anything():
    file = File(b"old!" * 128, [], SECTOR)
    file.write(0, b"new!" * 128)
    file.write(SECTOR * 3, b"end!" * 128)
    lefts = {file.after(Cut.MIXED, random.Random(seed)) for seed in range(300)}
    assert {left[:4] for left in lefts} == {b"old!", b"new!"}
    long = [left for left in lefts if len(left) == SECTOR * 4]
    assert {left[-4:] == b"end!" for left in long} == {True, False}  # longer, and not yet written
    assert any(left[SECTOR : SECTOR * 3] == bytes(SECTOR * 2) for left in long)
    assert any(left[SECTOR : SECTOR * 3].strip(b"\0") for left in long)  # what lay there before


def names(disk, cut, seed=0):
    return set(disk.after(cut, random.Random(seed)))


def test_a_name_counts_from_the_sync_of_its_folder_on():
    disk = Disk()
    disk.make_folder("home")
    file = disk.open("home/a.part", create=True, empty=True)
    assert isinstance(file, File)
    file.write(0, b"x")
    file.sync()
    assert names(disk, Cut.DROPPED) == set()
    disk.open("home", create=False, empty=False).sync()
    assert names(disk, Cut.DROPPED) == set()  # the folder itself has no name yet
    disk.root.sync()
    disk.move("home/a.part", "home/a")
    assert names(disk, Cut.DROPPED) == {"home/a.part"}
    assert names(disk, Cut.KEPT) == {"home/a"}
    disk.open("home", create=False, empty=False).sync()
    assert disk.after(Cut.DROPPED, random.Random(0)) == {"home/a": b"x"}
    disk.remove("home/a")
    assert names(disk, Cut.DROPPED) == {"home/a"}


@pytest.mark.parametrize("synced", ["", "one", "two"])
def test_what_moves_to_another_folder_is_never_in_neither(synced):
    seen = set()
    for seed in range(60):
        disk = Disk()
        for folder in ("one", "two"):
            disk.make_folder(folder)
        disk.open("one/a", create=True, empty=False)
        disk.root.sync()
        disk.open("one", create=False, empty=False).sync()
        disk.move("one/a", "two/a")
        if synced:
            disk.open(synced, create=False, empty=False).sync()
        seen.add(frozenset(names(disk, Cut.MIXED, seed)))
    assert frozenset() not in seen
    assert frozenset({"two/a"}) in seen
    assert (frozenset({"one/a"}) in seen) == (synced == "")


def test_a_file_that_is_not_there_is_not_opened():
    with pytest.raises(FileNotFoundError):
        Disk().open("a", create=False, empty=False)
    assert Folder().pending == []
