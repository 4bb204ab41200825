"""The doctor with the store locked: each line says how a thing is, and for what is missing the cause and next step."""

import shutil
from contextlib import closing
from dataclasses import replace

import pytest

from devices.catalog import Catalog, known_drivers
from devices.simulate.child import SimulatorProcess
from station.cli import main
from station.desk.doctor import ABSENT, EXAMPLES, OK, WRONG, examine
from station.settings import Settings
from station.store.slots import Cost, Slots, Unlocked
from tests.station.store.making import store_in

KINDS = ("Kamera", "Papan tanda tangan", "Pemindai jari", "Pencetak kartu")


def looked(home, **devices):
    found = examine(home, replace(Settings(), **devices), Catalog(known_drivers()))
    return {each.name: each for each in found}


def test_on_a_bare_machine_every_line_says_what_to_do_and_nothing_is_made(tmp_path):
    found = looked(tmp_path / "kecamatan")
    assert found["Stasiun"].mark == ABSENT
    assert "./loket demo" in found["Stasiun"].text
    for name, kind in zip(KINDS, ("camera", "signature", "fingerprint", "printer"), strict=True):
        assert found[name].mark == ABSENT
        assert f'{kind} = "{EXAMPLES[kind]}"' in found[name].text
        assert f"./loket sim {kind}" in found[name].text
    assert list(tmp_path.iterdir()) == []


def test_devices_that_run_say_who_they_are_and_those_that_end_are_named(tmp_path):
    arguments = ("--tcp", "127.0.0.1:0", "--seed", "1", "--auto")
    running = {kind: SimulatorProcess([kind, *arguments]) for kind in EXAMPLES}
    uris = {kind: process.uri for kind, process in running.items()}
    found = looked(tmp_path, **uris)
    assert {found[name].mark for name in KINDS} == {OK}, found
    assert "Suprema SFM" in found["Pemindai jari"].text
    for process in running.values():
        process.stop()
    found = looked(tmp_path, **uris)
    for name, kind in zip(KINDS, ("camera", "signature", "fingerprint", "printer"), strict=True):
        assert found[name].mark == WRONG
        assert f"{name} tidak ditemukan. Periksa kabel" in found[name].text
        assert "jalankan doctor lagi" in found[name].text
        assert uris[kind] in found[name].text
        assert "F5" not in found[name].text


@pytest.mark.parametrize("uri", ["webcam", "foo://x", "sfm://1"])
def test_an_address_that_names_no_camera_is_put_right_in_the_settings(tmp_path, uri):
    found = looked(tmp_path, camera=uri)["Kamera"]
    assert found.mark == WRONG
    assert "Alamat kamera tidak dikenal. Betulkan di" in found.text
    assert uri in found.text


def test_a_printer_that_answers_with_a_fault_is_no_good_printer(tmp_path):
    with SimulatorProcess(["printer", "--tcp", "127.0.0.1:0", "--seed", "1"]) as printer:
        with closing(printer.remote()) as remote:
            remote.do("fault", reason="media-empty")
        found = looked(tmp_path, printer=printer.uri)["Pencetak kartu"]
    assert found.mark == WRONG
    assert "Wadah kartu kosong. Isi blangko" in found.text


def test_the_store_stays_locked_and_lost_slots_are_told(tmp_path):
    home = tmp_path / "kecamatan"
    store_in(home).close()
    assert "slots.json" in looked(home)["Stasiun"].text
    Slots(home / "slots.json", b"m", Cost(64, 1, 1)).add("rina", "sandi", Unlocked(bytes(32), bytes(32)))
    assert "terkunci" in looked(home)["Stasiun"].text
    assert "1 petugas" in looked(home)["Stasiun"].text
    (home / "slots.json").write_text("{")
    assert looked(home)["Stasiun"].mark == WRONG


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    usage = type("usage", (), {"free": 300_000_000})
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    found = looked(tmp_path)["Disk"]
    assert (found.mark, found.text.startswith("0.3 GB kosong.")) == (WRONG, True)


def test_the_command_ends_with_1_for_what_is_wrong_and_0_for_what_is_absent(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LOKET_HOME", str(tmp_path))
    assert main(["doctor"]) == 0
    folder = tmp_path / "uptd"
    folder.mkdir()
    (folder / "settings.toml").write_text('camera = "webcam"\n')
    assert main(["doctor", "--station", "uptd"]) == 1
    (folder / "settings.toml").write_text("camera = 3\n")
    capsys.readouterr()
    assert main(["doctor", "--station", "uptd"]) == 1
    assert "camera = 3, expected str. Betulkan atau hapus" in capsys.readouterr().out
