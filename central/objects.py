"""Packets in an S3-compatible store (obstore): s3://bucket/prefix?endpoint=http://host:9000&region=garage

The credentials are the standard ones of the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), never in the URL.
A packet is put in one request from its parts on the local disk; they go only after the store has said that it has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from central.errors import BadAddress, NotKnown, NotNow
from central.packets import PacketName, Parts

if TYPE_CHECKING:
    from obstore.store import S3Config  # exists for type checkers only

_PATIENCE = timedelta(seconds=20)  # a station that waits longer asks again


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """A bucket, with parts on the local disk. See central.packets.PacketStore."""

    bucket: S3Store
    parts: Parts

    @classmethod
    def at(cls, url: str, parts: Parts) -> ObjectStore:
        """Raises BadAddress for what is no s3:// URL."""
        said = urlsplit(url)
        if said.scheme != "s3" or not said.netloc or said.password:
            raise BadAddress("store-url")
        asked = {name: values[-1] for name, values in parse_qs(said.query).items()}
        endpoint, region = asked.pop("endpoint", ""), asked.pop("region", "us-east-1")
        if asked:
            raise BadAddress("store-url")
        bucket = S3Store(
            said.netloc,
            prefix=said.path.strip("/") or None,
            config=_config(region, endpoint),
            client_options={"timeout": _PATIENCE, "allow_http": endpoint.startswith("http://")},
            retry_config={"max_retries": 2, "retry_timeout": _PATIENCE},
        )
        return cls(bucket, parts)

    def put_part(self, name: PacketName, at: int, part: bytes) -> int:
        """On the local disk."""
        return self.parts.put(name, at, part)

    def commit(self, name: PacketName, key: str) -> None:
        """Put the whole; the parts stay until it is there."""
        path = self.parts.path(name)
        with _away():
            obstore.put(self.bucket, key, path.read_bytes())
        path.unlink(missing_ok=True)

    def open(self, name: PacketName, key: str) -> bytes:
        """From the bucket, or the parts here."""
        try:
            if not key:
                return self.parts.path(name).read_bytes()
            with _away():
                return bytes(obstore.get(self.bucket, key).bytes())
        except (FileNotFoundError, NotFoundError) as error:
            raise NotKnown("no-packet") from error

    def delete(self, name: PacketName, key: str) -> None:
        """From the bucket, or the parts here."""
        if not key:
            self.parts.path(name).unlink(missing_ok=True)
            return
        with _away():
            obstore.delete(self.bucket, key)


def _config(region: str, endpoint: str) -> S3Config:
    """Without an endpoint the store is found by its region."""
    config: S3Config = {"region": region, "virtual_hosted_style_request": False}
    return {**config, "endpoint": endpoint} if endpoint else config


@contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except (NotFoundError, FileNotFoundError):
        raise
    except (BaseError, OSError) as error:
        raise NotNow("store-away") from error
