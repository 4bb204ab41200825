"""Drives that come out, told from those that stay, by the files the system shows."""

from pathlib import Path

from station.desk.drives import drive_of, drives

TABLE = r"""proc /proc proc rw 0 0
/dev/sda2 / ext4 rw 0 0
/dev/sdb1 {media}/STIK\040BIRU vfat rw 0 0
/dev/sdb1 {media}/lagi vfat rw 0 0
/dev/sdc1 {media}/cadangan ext4 rw 0 0
/dev/mmcblk0p1 {media}/kartu vfat rw 0 0
/dev/gone1 {media}/gone vfat rw 0 0
tmpfs /run tmpfs rw 0 0
"""


def block(home: Path, name: str, where: str, *, removable: str, partition: bool = True) -> None:
    disk = home / "devices" / where
    device = disk / name if partition else disk
    device.mkdir(parents=True, exist_ok=True)
    (disk / "removable").write_text(removable + "\n")
    if partition:
        (device / "partition").write_text("1\n")
    (home / "class").mkdir(exist_ok=True)
    (home / "class" / name).symlink_to(device)


def test_what_is_marked_or_hangs_on_usb_is_offered_once_with_its_name(tmp_path):
    block(tmp_path, "sda2", "pci0000:00/ata1/block/sda", removable="0")
    block(tmp_path, "sdb1", "pci0000:00/usb1/1-2/block/sdb", removable="1")
    block(tmp_path, "sdc1", "pci0000:00/usb2/2-1/block/sdc", removable="0")  # a stick that calls itself fixed
    block(tmp_path, "mmcblk0p1", "pci0000:00/mmc0/block/mmcblk0", removable="1")
    mounts = tmp_path / "mounts"
    mounts.write_text(TABLE.format(media=tmp_path))
    found = drives(mounts, tmp_path / "class")
    assert [drive.name for drive in found] == ["STIK BIRU", "cadangan", "kartu"]
    assert found[0].folder == tmp_path / "STIK BIRU"


def test_where_the_system_tells_nothing_nothing_is_offered(tmp_path):
    assert drives(tmp_path / "none", tmp_path) == ()


def test_room_on_a_folder_and_on_one_that_is_gone(tmp_path):
    assert drive_of(tmp_path).free > 0
    assert drive_of(tmp_path / "gone").free == -1


def test_this_computer_can_be_asked():
    assert isinstance(drives(), tuple)
