"""Reads a form that was posted: bounded before it is parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

from central.console.errors import Refused
from central.console.page import Upload

LARGEST = 16 * 1024 * 1024  # bytes of a form with its file
_FIELDS, _FILES = 200, 4


@dataclass(frozen=True, slots=True)
class Form:
    """Fields and files of one form; the first of each name counts."""

    fields: Mapping[str, str]
    files: Mapping[str, Upload]


async def read_form(request: Request) -> Form:
    """The form; raises Refused when it says no length, or a larger one than any of ours."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > LARGEST:
        raise Refused("too-large", 413)
    async with request.form(max_files=_FILES, max_fields=_FIELDS, max_part_size=LARGEST) as form:
        fields: dict[str, str] = {}
        files: dict[str, Upload] = {}
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.setdefault(name, Upload(value.filename or "", await value.read()))
            else:
                fields.setdefault(name, value)
    return Form(fields, files)
