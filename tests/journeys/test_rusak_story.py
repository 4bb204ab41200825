"""A spoiled card in real windows: booked, approved again with a reason, printed on a second blank, and destroyed by a
berita acara; and what the story leaves behind."""

import hashlib
import json
from pathlib import Path

import pytest

from station.walkthrough.spoiled import MINUTES, STEPS, WITNESSES
from tests.forms.reading import written
from tests.journeys.plain import needles, shown_below
from tests.journeys.stories import told_by


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One whole story: its evidence, its home, its summary."""
    return told_by(tmp_path_factory.mktemp("spoiled"), "rusak")


@pytest.mark.timeout(500)
def test_a_spoiled_card_is_replaced_and_destroyed(told):
    out, _, summary = told
    assert [step["name"] for step in summary["steps"]] == [step.__name__ for step in STEPS]
    seen = [json.loads(line)["what"] for line in (out / "seen.jsonl").read_text().splitlines()]
    assert seen[-6:] == ["printed", "spoiled", "print-approved-again", "printed", "booked", "destroyed"]
    for name, found in summary["files"].items():
        for each in found if name == "databases" else (found,):
            assert hashlib.sha256(Path(each["path"]).read_bytes()).hexdigest() == each["sha256"], each
    assert len(list((out / "kartu").glob("*.pdf"))) == 2, "two cards went to the machine"


@pytest.mark.timeout(500)
def test_the_berita_acara_names_the_card_its_witnesses_and_nobodys_nik(told):
    _, _, summary = told
    text = _unspaced(written(Path(summary["files"]["minutes"]["path"]).read_bytes()))
    for wanted in (MINUTES, "B26-0417 / 00001", "Murniati Lubis", "Yulianti Harefa", *(name for name, _ in WITNESSES)):
        assert _unspaced(wanted) in text, wanted
    assert _unspaced("B26-0417 / 00002") not in text, "the good card stays"
    assert summary["nik"] not in text


@pytest.mark.timeout(500)
def test_nothing_left_at_home_shows_a_person(told):
    _, home, summary = told
    assert shown_below(home, needles(summary["nik"], summary["name"])) == {}


def _unspaced(text: str) -> str:
    """A reader of PDFs puts blanks where it likes."""
    return "".join(text.split())
