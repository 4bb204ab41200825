"""Every matter that needs two persons; a new one is added here."""

from __future__ import annotations

from collections.abc import Mapping

from central.console import holds, locks, named_lists, newcomers
from central.console.second import Matter

MATTERS: Mapping[str, Matter] = {
    matter.kind: matter for matter in (holds.MATTER, locks.MATTER, named_lists.MATTER, newcomers.MATTER)
}
