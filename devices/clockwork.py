"""What a simulator asks of the world around it: to send bytes, and to do something a little later.

A simulated device is a plain object without a thread or a port: a test drives it with a clock of its own, and
`devices.simulate` with an event loop.
"""

from collections.abc import Callable
from typing import Protocol


class Timer(Protocol):
    """Something that will be done later unless it is cancelled."""

    def cancel(self) -> None:
        """Do not do it after all."""
        ...


class Later(Protocol):
    """`asyncio` event loops' `call_later` is one."""

    def __call__(self, delay: float, callback: Callable[[], None], /) -> Timer: ...


Send = Callable[[bytes], None]
