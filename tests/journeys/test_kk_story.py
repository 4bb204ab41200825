"""Three Kartu Keluarga in a real window: a birth, a split, an element; and what the story leaves behind."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.journeys.plain import layers, needles, shown_below, shown_in
from tests.journeys.stories import told_by

STEPS = 16


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One whole story: its evidence, its home, its summary."""
    return told_by(tmp_path_factory.mktemp("families"), "kk")


@pytest.mark.timeout(500)
def test_three_changes_go_from_the_counter_to_the_hand_over(told):
    out, _, summary = told
    assert len(summary["steps"]) == STEPS
    assert [(case["service"], case["status"]) for case in summary["cases"]] == [
        ("kk-tambah-lahir", "handed-over"),
        ("kk-pisah", "handed-over"),
        ("kk-perubahan", "handed-over"),
    ]
    assert all((out / step["screenshot"]).exists() for step in summary["steps"] if step["screenshot"])
    files = {name: found for name, found in summary["files"].items() if name != "databases"}
    assert {"packet", "manifest", "signature", "receipt", "draft", "station_verify_key"} <= set(files)
    for found in (*summary["files"]["databases"], *files.values()):
        assert hashlib.sha256(Path(found["path"]).read_bytes()).hexdigest() == found["sha256"], found


@pytest.mark.timeout(500)
def test_each_row_was_said_to_be_kept_before_it_was_handed_in(told):
    out, _, summary = told
    seen = [json.loads(line) for line in (out / "seen.jsonl").read_text().splitlines()]
    for case in summary["cases"]:
        said = [line["what"] for line in seen if line["case"] == case["case"]]
        assert said[0].startswith("family.")
        assert said[1:] == ["submitted", "verified", "withdrawn", "handed-over"]


@pytest.mark.timeout(500)
def test_nothing_left_at_home_shows_a_person_and_the_draft_paper_is_no_kk(told):
    out, home, summary = told
    wanted = needles(summary["nik"], summary["name"])
    assert shown_below(home, wanted) == {}
    assert shown_in(Path(summary["files"]["packet"]["path"]).read_bytes(), wanted) == set()
    for paper in out.glob("*.pdf"):
        assert not {what for what in shown_in(paper.read_bytes(), wanted) if what.startswith("nik")}, paper
    draft = Path(summary["files"]["draft"]["path"]).read_bytes()
    assert {"NAME utf-8"} <= shown_in(draft, wanted)  # the scan sees through a PDF, so it would have seen a NIK
    assert b"RANCANGAN" in b"".join(layers(draft))
    assert b"/Subtype/Image" not in draft.replace(b" ", b"")  # no QR, no signature
