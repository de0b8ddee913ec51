"""Codes that people type: one form, typing errors noticed."""

from hypothesis import given
from hypothesis import strategies as st

from kernel.codes import ALPHABET, code_of, normal

values = st.binary(min_size=10, max_size=40)


def test_a_code_looks_like_this() -> None:
    assert code_of("Q", bytes(10)) == "Q-0000-0000-0000-0000-0"


@given(values)
def test_every_code_is_its_own_normal_form(value) -> None:
    assert normal(code_of("Q", value)) == code_of("Q", value)


@given(values, values)
def test_other_bits_are_another_code(one, other) -> None:
    assert (code_of("Q", one) == code_of("Q", other)) == (one[:10] == other[:10])


@given(values)
def test_case_blanks_and_look_alikes_do_not_matter(value) -> None:
    code = code_of("K", value)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert normal(typed) == code


@given(values, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(value, place, sign) -> None:
    bare = code_of("Q", value).replace("-", "")
    wrong = bare[: place + 1] + sign + bare[place + 2 :]
    assert (normal(wrong) is None) == (wrong != bare)


@given(st.text(max_size=40))
def test_nonsense_is_no_code_and_no_error(text) -> None:
    found = normal(text)
    assert found is None or normal(found) == found
