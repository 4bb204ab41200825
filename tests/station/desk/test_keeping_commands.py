"""`./loket backup` and `restore` as typed: what they print, and how they end."""

import io
import shutil

import pytest

from station.cli import main
from station.store.store import Store
from tests.station.store.making import KEY, append_recording, person

SANDI = "loket-latihan"


@pytest.fixture
def loket(home, monkeypatch, capsys):
    """Run a command with a passphrase on stdin: how it ended, stdout and stderr."""
    monkeypatch.setenv("LOKET_HOME", str(home.parent))

    def run(*arguments, passphrase=SANDI):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{passphrase}\n"))
        code = main([*map(str, arguments), "--officer", "rina", "--passphrase-stdin"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def made(home):
    return sorted((home.parent / "backups").iterdir())


def test_a_backup_says_where_how_large_and_how_many_cases(loket, home):
    code, out, err = loket("backup")
    (folder,) = made(home)
    assert (code, err) == (0, "")
    assert f"Cadangan utuh dan sudah diuji: {folder}" in out
    assert "MB, 1 permohonan" in out


def test_to_another_folder(loket, home, tmp_path):
    assert loket("backup", "--to", tmp_path / "disk")[0] == 0
    assert len(list((tmp_path / "disk").iterdir())) == 1
    assert not (home.parent / "backups").exists()


def test_to_the_disk_of_the_settings_which_may_be_absent(loket, home, tmp_path):
    (tmp_path / "media").mkdir()
    (home / "settings.toml").write_text(f'backup_folder = "{tmp_path / "media"}"\n')
    code, _, err = loket("backup")
    assert (code, err) == (1, "Disk cadangan tidak terpasang. Pasang disk bertanda CADANGAN-DAYUN.\n")
    (tmp_path / "media" / "CADANGAN-DAYUN").mkdir()
    assert loket("backup")[0] == 0
    assert len(list((tmp_path / "media" / "CADANGAN-DAYUN").iterdir())) == 1
    assert not (home.parent / "backups").exists()


def test_a_wrong_passphrase_says_what_is_left(loket, home):
    assert loket("backup", passphrase="salah") == (1, "", "Sandi salah. Sisa 4 percobaan, lalu terkunci 15 menit.\n")


def test_no_station_and_no_disk_are_told_apart(loket, home, tmp_path):
    code, _, err = loket("backup", "--station", "uptd")
    assert (code, err) == (1, "Belum ada stasiun di sini. Periksa LOKET_HOME dan --station.\n")
    (tmp_path / "file").write_text("")
    code, _, err = loket("backup", "--to", tmp_path / "file" / "x")
    assert code == 1
    assert err.startswith("Disk tidak dapat dibaca atau ditulisi (x). Periksa disk dan hak")


def test_a_restore_says_what_is_stopped_and_where_the_old_data_are(loket, home):
    loket("backup")
    store = Store.open(home, KEY)
    append_recording(store, "case-2", person(2), "D-2611-0002")
    store.close()
    code, out, _ = loket("restore", made(home)[0] / "station.db", "--station", "kecamatan")
    assert code == 0
    assert "Perekaman boleh berjalan." in out
    assert "Pencetakan menunggu pencocokan dengan Pusat" in out
    (aside,) = home.parent.glob("kecamatan.sebelum-pulih-*")
    assert f"Data sebelumnya tidak dihapus: {aside}" in out
    store = Store.open(home, KEY)
    assert store.contents().cases == 1
    store.close()


def test_a_restore_of_what_is_no_backup_or_a_damaged_one_moves_nothing(loket, home, tmp_path):
    code, _, err = loket("restore", tmp_path / "nothing")
    assert (code, err) == (1, "Cadangan nothing tidak ditemukan. Sebut folder cadangan yang utuh.\n")
    loket("backup")
    copy = shutil.copytree(made(home)[0], tmp_path / "copy")
    (copy / "station.db").write_bytes(b"")
    code, _, err = loket("restore", copy)
    assert (code, err) == (1, "Cadangan rusak: station.db. Tidak ada yang diubah. Pakai cadangan lain.\n")
    assert list(home.parent.glob("kecamatan.*")) == []


def test_without_an_officer_a_script_is_told(home, monkeypatch):
    monkeypatch.setenv("LOKET_HOME", str(home.parent))
    with pytest.raises(SystemExit, match="--officer"):
        main(["backup", "--passphrase-stdin"])
