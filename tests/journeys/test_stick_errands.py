"""The stick by commands at both ends, and what the centre says of sticks that nobody should have brought."""

import io
import sys

import pytest

from central.__main__ import main
from central.errors import NotKnown
from station.cli import main as loket
from station.desk.session import Clock
from station.desk.stick_command import carry
from sync.folder import EXPORT, Writer, parcel_name, parcels
from sync.keys import SigningKey
from tests.journeys.carrying import Carrier, somebody
from tests.journeys.children import PASSPHRASE, record


def test_there_and_back_by_commands(places, capsys, monkeypatch):
    a, _, carrier, _ = places
    said = []
    rina = a.sign_in("rina", PASSPHRASE)
    assert carry(rina, Clock(), carrier.stick, said.append) == 0
    assert said[0].startswith("Aman dicabut. DAYUN-")
    assert main(["stick", "--home", str(carrier.centre), str(carrier.stick)]) == 0
    told = capsys.readouterr().out
    assert "-kirim: 0 diterima, 0 sudah ada, 0 ditolak" in told
    assert "-balasan: " in told
    monkeypatch.setenv("LOKET_HOME", str(carrier.centre.parent))
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSPHRASE + "\n"))
    arguments = ["sync", "--place", "kecamatan", "--officer", "rina", "--passphrase-stdin", "--stick"]
    assert loket([*arguments, str(carrier.stick)]) == 0
    assert "kabar baru" in capsys.readouterr().out
    rina = a.sign_in("rina", PASSPHRASE)
    assert rina.store.residents.count() >= 40
    rina.store.close()


def test_an_epoch_is_compared_and_given_by_command_with_a_reason(places, capsys):
    a, _, carrier, _ = places
    home = str(carrier.centre)
    assert main(["epoch", "--home", home, "DAYUN"]) == 1
    assert "belum menyampaikan riwayatnya" in capsys.readouterr().err
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    record(rina, somebody(rina))
    carrier.round(rina)
    assert main(["epoch", "--home", home, "DAYUN"]) == 0
    assert "Riwayat DAYUN sama dengan catatan Pusat" in capsys.readouterr().out
    assert rina.store.epoch == 1
    assert main(["epoch", "--home", home, "DAYUN", "--reason", "Komputer diganti"]) == 0
    assert "nomor 2 diberikan" in capsys.readouterr().out
    carrier.at_centre("DAYUN")
    carrier.back(rina)
    assert rina.store.epoch == 2
    assert not rina.store.releases.reconcile_needed
    rina.store.close()


def test_a_stick_without_anything_of_ours(places, capsys):
    _, _, carrier, _ = places
    (carrier.stick / "foto.jpg").write_bytes(b"x")
    assert main(["stick", "--home", str(carrier.centre), str(carrier.stick)]) == 1
    assert main(["stick", "--home", str(carrier.centre), str(carrier.stick / "gone")]) == 1
    assert "tidak terbaca" in capsys.readouterr().err


@pytest.fixture
def exported(places):
    """A stick with one packet on it, from DAYUN."""
    a, _, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    record(rina, somebody(rina))
    out = carrier.out(rina)
    yield carrier, rina, out.folder
    rina.store.close()


def verdict(carrier):
    taken, _ = carrier.at_centre()
    return [(each.fault, each.accepted, sorted(code for _, code in each.problems)) for each in taken]


def test_signed_by_somebody_else(exported):
    carrier, _, folder = exported
    forger = Writer(carrier.stick, "DAYUN", EXPORT)
    for path in folder.glob("*.age"):
        forger.put(path.name, path.read_bytes())
    made = "2099-01-01T00:00:00Z"
    forged = forger.close(1, made, SigningKey.generate())
    assert forged.name == parcel_name("DAYUN", made, EXPORT)
    assert verdict(carrier) == [("bad-signature", 0, [])]


def test_of_a_station_nobody_knows_or_under_anothers_name(exported):
    carrier, _, folder = exported
    folder.rename(folder.with_name(folder.name.replace("DAYUN", "SIAPA")))
    assert verdict(carrier) == [("unknown-station", 0, [])]
    taken = next(carrier.stick.glob("SIAPA-*"))
    taken.rename(taken.with_name(taken.name.replace("SIAPA", "UPTD-SIAK")))
    assert verdict(carrier) == [("bad-signature", 0, [])]
    with carrier.office() as centre, pytest.raises(NotKnown):
        centre.sticks.write_return("SIAPA", carrier.stick)


def test_a_packet_swapped_by_the_stick_is_never_refused_for_good(exported):
    """A stick may spoil a packet; the station still has it, and the next stick must find the centre willing."""
    carrier, rina, folder = exported
    packet = next(folder.glob("0*.age"))
    good = packet.read_bytes()
    packet.write_bytes(bytes(reversed(good)))
    assert verdict(carrier) == [("", 0, ["half-copied"])]
    packet.write_bytes(good)
    assert verdict(carrier) == [("", 1, [])]
    assert verdict(carrier) == [("", 0, [])]
    with carrier.office() as centre:
        centre.sticks.write_return("DAYUN", carrier.stick)
    assert carrier.back(rina).receipts == 1


def test_half_an_upload_by_network_is_finished_by_the_stick(exported):
    carrier, _, folder = exported
    packet = next(folder.glob("0*.age"))
    with carrier.office() as centre:
        whole, said = centre.sticks._opened(parcels(folder)[0])
        announce = said.announce(said.packets[0])
        with centre.ledger.writing() as book:
            row = book.station("DAYUN")
            centre.sticks._inbox.announce(book, row, announce)
            part = packet.read_bytes()[:1000]
            assert centre.sticks._inbox.take(book, book.station("DAYUN"), packet.stem, 0, part) is None
        assert whole.file(packet.name).startswith(part)
    assert verdict(carrier) == [("", 1, [])]


def test_an_old_stick_after_the_network_moved_on_is_no_fork(places, tmp_path):
    """Two sticks in the wrong order: the older one's journal is the beginning of the newer one's."""
    a, _, carrier, _ = places
    rina = a.sign_in("rina", PASSPHRASE)
    carrier.round(rina)
    record(rina, somebody(rina))
    carrier.out(rina)
    record(rina, somebody(rina, 1))
    newer = Carrier(carrier.centre, tmp_path / "newer")
    newer.out(rina)
    first = sorted(path for path in next(newer.stick.iterdir()).glob("0*.age"))[0]
    kept = first.read_bytes()
    first.unlink()  # the newer stick lost the first packet, which only the older one has
    assert verdict(newer) == [("", 1, ["half-copied"])]
    assert verdict(carrier) == [("", 1, [])]
    first.write_bytes(kept)
    newer.at_centre("DAYUN")
    assert newer.back(rina).receipts == 2
    assert {info.reason for info in rina.store.side.waiting()} == set()
    assert not rina.store.releases.reconcile_needed
    with carrier.office() as centre, centre.ledger.writing() as book:
        assert centre.epochs.compare(book, "DAYUN").state == "same"
    rina.store.close()
