"""The agencies of tests/support/office.py, on one stand-in for this folder."""

from tests.support.agencies import make, office, standin
from tests.support.turns import turned

__all__ = ["make", "office", "standin", "turned"]
