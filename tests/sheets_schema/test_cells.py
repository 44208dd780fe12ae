"""Cells of any kind, holding anything at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets_schema import descriptor
from tests.support.cells import GRADE, read


@settings(max_examples=400)
@given(
    kind=st.sampled_from(sorted(descriptor.KINDS)),
    value=st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.characters(codec=None)
    ),
    form=st.sampled_from(["", "DATE", "DATE_TIME", "TIME", "PERCENT", "TEXT", "NUMBER"]),
)
def test_reading_a_cell_never_raises(kind: str, value: object, form: str) -> None:
    """Whatever stands in it: a value, or what is wrong with it, never both as an error."""
    found = read(kind, value, form, **(GRADE if kind == "choice" else {}))
    assert found.slip is None or found.value is None or found.slip.code == "invisible_characters"
