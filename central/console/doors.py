"""The pages before a session: sign in, sign out; and the style sheet."""

from __future__ import annotations

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from central.console import words
from central.console.errors import Refused
from central.console.forms import Form, read_form
from central.console.frame import BEFORE, COOKIE, Frame
from central.console.gate import form_token
from central.console.guard import check_form
from central.console.page import Desk
from central.console.sheets import ASSETS
from central.ledger.reads import ReadRow, add_read


class SignIn:
    """Sign-in and sign-out; both are booked."""

    def __init__(self, desk: Desk, frame: Frame) -> None:
        self._desk = desk
        self._frame = frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        if request.method == "POST":
            form = await read_form(request)
            response = await run_in_threadpool(self._in, request, form)
        else:
            response = self._ask("", "", 200)
        await response(scope, receive, send)

    async def out(self, request: Request) -> Response:
        """End the session of a form that came from it."""
        form = await read_form(request)
        token = request.cookies.get(COOKIE, "")
        check_form(request, form.fields.get("form", ""), form_token(token))
        return await run_in_threadpool(self._out, token)

    def _out(self, token: str) -> Response:
        with self._desk.ledger.writing() as book:
            found = self._desk.gate.person(book, token)
            self._desk.gate.sign_out(book, token)
        if found:
            self._book(found[0].name, "keluar", "")
        return self._frame.signed_out()

    def _in(self, request: Request, form: Form) -> Response:
        name = form.fields.get("name", "").strip().lower()
        try:
            check_form(request, form.fields.get("form", ""), form_token(request.cookies.get(BEFORE, "")))
            token = self._desk.gate.sign_in(name, form.fields.get("password", ""), form.fields.get("code", ""))
        except Refused as error:
            self._book(self._known(name), "masuk ditolak", error.code)
            return self._ask(words.refusal(error.code), name, error.status)
        self._book(name, "masuk", "")
        return self._frame.signed_in(token)

    def _ask(self, said: str, name: str, status: int) -> Response:
        tie = secrets.token_urlsafe(24)
        page = self._frame.bare("masuk.html", {"said": said, "name": name, "form_token": form_token(tie)}, status)
        return self._frame.tie(page, tie)

    def _known(self, name: str) -> str:
        """The name if there is such an account: what else was typed may be a secret of somebody."""
        with self._desk.ledger.writing() as book:
            return name if self._desk.gate.knows(book, name) else ""

    def _book(self, name: str, act: str, detail: str) -> None:
        with self._desk.ledger.writing() as book:
            line = ReadRow(self._desk.ids.next(), self._desk.clock.stamp(), name, act, "/masuk", "", detail)
            add_read(book.connection, line)


async def stylesheet(request: Request) -> Response:
    """The one style sheet; it holds nothing of anybody and may be kept for an hour."""
    data = (ASSETS / "console.css").read_bytes()
    return Response(data, media_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=3600"})
