"""A code survives paper, telephone and keyboard: what was misread is seen, with its line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.onetime import LINE, PREFIX, BadCode, OneTimeCode

hexes = {size: st.binary(min_size=size, max_size=size).map(bytes.hex) for size in (4, 32)}
plain = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=90)
codes = st.builds(
    OneTimeCode, plain.map("https://{}".format), hexes[32], plain, hexes[4], st.binary(min_size=16, max_size=16)
)
CODE = OneTimeCode("https://loket.siakkab.example:8470", "ab" * 32, "age1" + "q" * 58, "00c0ffee", bytes(range(16)))


@given(codes)
def test_every_code_comes_back(code):
    assert OneTimeCode.from_text(code.to_text()) == code


@given(codes, st.data())
def test_written_loosely_it_is_the_same(code, draw):
    text = (
        code.to_text().replace("0", draw.draw(st.sampled_from("0oO"))).replace("1", draw.draw(st.sampled_from("1lI")))
    )
    text = text.replace(text[:6], PREFIX.lower(), 1)
    assert (
        OneTimeCode.from_text(f" {text.replace('-', draw.draw(st.sampled_from(['', ' ', chr(10), ' - '])))}\n") == code
    )


def test_the_text_is_what_a_qr_symbol_holds_in_its_short_form_and_a_person_can_follow():
    lines = CODE.to_text().split("-")
    assert lines[0] == PREFIX
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]+", line) for line in lines[1:])
    assert [len(line) for line in lines[1:-1]] == [LINE + 2] * (len(lines) - 2)
    assert len(CODE.to_text()) < 280


@pytest.mark.parametrize("line", range(1, len(CODE.to_text().split("-"))))
def test_one_letter_misread_or_two_swapped_is_seen_in_its_line(line):
    lines = CODE.to_text().split("-")
    good = lines[line]
    for at, letter in enumerate(good):
        for other in "07ZK" if at % 5 == 0 else "3":
            if other != letter:
                bad = [*lines[:line], good[:at] + other + good[at + 1 :], *lines[line + 1 :]]
                with pytest.raises(BadCode) as refused:
                    OneTimeCode.from_text("-".join(bad))
                assert refused.value.line == line
    if good[0] != good[1]:
        bad = [*lines[:line], good[1] + good[0] + good[2:], *lines[line + 1 :]]
        with pytest.raises(BadCode):
            OneTimeCode.from_text("-".join(bad))


def test_lines_in_another_order_or_left_out_are_seen():
    head, first, second, *rest = CODE.to_text().split("-")
    for bad in ([head, second, first, *rest], [head, first, *rest], [head, first, second, *rest[:-1]], [head], []):
        with pytest.raises(BadCode):
            OneTimeCode.from_text("-".join(bad))


@given(st.text(max_size=200))
def test_anything_else_is_no_code_and_no_other_error(text):
    for candidate in (text, f"{PREFIX}-{text}"):
        try:
            OneTimeCode.from_text(candidate)
        except BadCode:
            continue
        pytest.fail("a code by chance")


def test_only_an_address_of_the_web_is_one():
    with pytest.raises(BadCode):
        OneTimeCode.from_text(OneTimeCode("file:///etc/passwd", "ab" * 32, "age1", "00c0ffee", bytes(16)).to_text())
