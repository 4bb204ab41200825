"""PySide6 6.12.0 on Python 3.11 drops a reference at every call and kills the process after a few thousand."""

import sys

import pytest
from PySide6.QtCore import QObject


def test_the_binding_keeps_its_references_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert before - sys.getrefcount(None) < 50


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from 3.12 on")
def test_this_python_could_notice_a_loss() -> None:
    before = sys.getrefcount(None)
    kept = [None] * 100
    assert sys.getrefcount(None) - before >= 90
    del kept
