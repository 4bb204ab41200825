"""Which store of packets a URL names."""

from __future__ import annotations

from pathlib import Path

from central.objects import ObjectStore
from central.packets import FolderStore, PacketStore, Parts
from sync.durable import make_folder


def packets_at(url: str, home: Path) -> PacketStore:
    """The store at a URL (s3://bucket/prefix?endpoint=...); parts lie in `home`, and without a URL everything does.

    Raises BadAddress.
    """
    make_folder(home)
    return ObjectStore.at(url, Parts(home)) if url else FolderStore(Parts(home))
