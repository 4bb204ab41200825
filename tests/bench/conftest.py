"""What needs strace skips and names it."""

from tests.durability.conftest import tracer

__all__ = ["tracer"]
