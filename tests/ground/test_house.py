"""House rules a linter does not know."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400
FOLDERS = ["registry", "biometrics", "devices", "forms", "sync", "central", "station", "packaging", "bench", "tests"]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_no_file_is_longer_than_one_idea() -> None:
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")]
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in files}
    assert {str(file.relative_to(ROOT)): n for file, n in lengths.items() if n > LONGEST} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_pages_do_not_name_a_machine_of_ours() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert not re.search(r"(?<![\w.])/(root|home|tmp)/", text)


def test_packaging_stays_out_of_the_way() -> None:
    """With an __init__.py our folder would hide the library of that name, which pytest itself imports."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
