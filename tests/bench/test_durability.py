"""bench/durability.py with small counts: it measures, it counts, and it would tell of a loss."""

import pytest

from bench import durability


def test_sealing_is_measured_against_the_bare_write(tmp_path):
    row, alone = durability.durable(tmp_path, 1)
    assert row.name == "durable"
    assert row.limit is not None
    assert row.limit > 0
    assert (row.ratio, row.goal) == (row.value / row.limit, "<= 2.5x")
    assert alone > 0


def test_the_packet_is_a_full_enrolment(tmp_path):
    stage = durability.Stage(tmp_path)
    stage.enrol(2)
    stage.seal()
    packets = stage.take()
    assert [300_000 < len(data) < 350_000 for data in packets] == [True, True]
    assert stage.take() == []
    stage.close()


@pytest.fixture
def short(tracer, monkeypatch):
    """One short life before another station is founded."""
    for name, value in (("LIVES", 1), ("LAPS", 1), ("WRITES", 300)):
        monkeypatch.setattr(durability, name, value)


@pytest.mark.tools
def test_kills_and_cuts_are_counted(short, capsys):
    row = durability.crash(acknowledged=20, kills=2, cuts=20, seed=2)
    kills, cuts = capsys.readouterr().out.splitlines()
    assert (row.name, row.value, row.goal, row.met) == ("crash", 0.0, "<= 0 lost", True)
    assert int(kills.split()[0]) >= 2
    assert int(kills.split()[2]) >= 20
    assert cuts.split()[:3] == ["20", "power", "cuts,"]


@pytest.mark.tools
def test_a_loss_would_be_told(short, monkeypatch, capsys):
    monkeypatch.setattr(durability, "wrong_with", lambda home, told: ["a row is gone"])
    monkeypatch.setattr(durability, "cut", lambda place, cuts, chance: (1, 1, ["a packet is gone"]))
    row = durability.crash(acknowledged=1, kills=1, cuts=1, seed=2)
    assert (row.value >= 2, row.met) == (True, False)
    assert "a row is gone" in (said := capsys.readouterr().out)
    assert "a packet is gone" in said
