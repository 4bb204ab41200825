"""The pages of docs say what the data say."""

from dataclasses import replace
from pathlib import Path

import pytest

from registry.lifecycle import TABLE, Status
from registry.services import SERVICES
from registry.tables import main, pages, services_page
from registry.upstream import ADVICE, SiakStatus, Step

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_page_in_docs_is_the_one_the_data_make(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == pages()[name], "run: python -m registry.tables docs"


def test_every_row_and_status_stands_on_the_page() -> None:
    page = pages()["lifecycle.md"]
    for rule in TABLE:
        line = next(x for x in page.splitlines() if f"| {rule.kind} |" in x and str(rule.source) in x.split("|")[1]
                    and (rule.variant == "*" or f"| {rule.variant} |" in x))  # fmt: skip
        assert ("*stays*" if rule.source is rule.target else str(rule.target)) in line
    assert all(f"| {status} |" in page for status in (*Status, *SiakStatus))


def test_a_new_record_is_a_new_line() -> None:
    more = services_page([*SERVICES, replace(SERVICES[1], id="x", name="KTP-el transmigrasi", boxes=("KTP-G",))])
    assert more.count("\n| KTP-el") == services_page().count("\n| KTP-el") + 1
    assert "| KTP-el transmigrasi | F-1.02 | KTP-G |" in more


def test_the_pages_are_written_where_one_says(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 0
    assert {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()} == dict(pages())


def test_each_status_of_siak_has_its_advice() -> None:
    assert set(ADVICE) == set(SiakStatus)
    for status, told in ADVICE.items():
        assert told.meaning
        assert told.after(0) is told.step
        assert told.after(told.days) is told.step
        assert told.after(told.days + 1) is told.then
        again = Step.RECORD_AGAIN in (told.step, told.then)
        assert again is status.reopens_capture
    assert ADVICE[SiakStatus.SENT_FOR_ENROLLMENT].days == 20
