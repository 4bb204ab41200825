"""The word list is worth its bits, and the words hang on every byte of both sides."""

from hypothesis import given
from hypothesis import strategies as st

from sync.spoken import BITS, COUNT, as_said, four_words, word_list


def test_the_list_has_as_many_words_as_its_bits_say_each_once_and_in_plain_letters():
    words = word_list()
    assert len(words) == len(set(words)) == 1 << BITS
    assert list(words) == sorted(words)
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 9 for word in words)


def test_no_word_becomes_another_by_one_letter_changed_left_out_or_added():
    seen = {}
    for word in word_list():
        holes = {word[:at] + "?" + word[at + 1 :] for at in range(len(word))}  # one letter changed
        shorter = {word[:at] + word[at + 1 :] for at in range(len(word))}  # one left out: the other may be that word
        for form in holes:
            assert seen.setdefault(form, word) == word
        assert not shorter & set(word_list())


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_there_are_four_and_they_are_of_the_list(request_, answer):
    words = four_words(request_, answer)
    assert len(words) == COUNT
    assert set(words) <= set(word_list())
    assert as_said(" - ".join(words).upper()) == words


def test_they_hang_on_every_byte_and_on_the_border_between_the_two():
    base = four_words(b"request", b"answer")
    others = [four_words(b"Request", b"answer"), four_words(b"request", b"answes"), four_words(b"requesta", b"nswer")]
    assert len({base, *others}) == 4
