"""The console as an application of its own: one route per page, sign-in, sign-out and the style sheet.

GET shows, POST does and then goes to a GET. Everything a request does happens in one transaction, which also books it
for the audit; what is refused is booked in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from central.console.doors import SignIn, stylesheet
from central.console.errors import Refused, forbidden
from central.console.forms import Form, read_form
from central.console.frame import COOKIE, Frame
from central.console.gate import Person, form_token
from central.console.guard import Headers, check_form
from central.console.page import Desk, Download, Page, Values, Visit
from central.errors import CentreError
from central.ledger.accounts import SessionRow, note_session
from central.ledger.ledger import Book
from central.turns import in_turn

PREFIX = "/console"
SET_UP = "/siapkan"
_NOTHING = Form({}, {})


def make_console(desk: Desk, pages: Iterable[Page]) -> Starlette:
    """The application, to be mounted under PREFIX."""
    known = tuple(pages)
    frame = Frame(known, desk.clock, PREFIX)
    door = SignIn(desk, frame)
    routes = [
        Route("/masuk", door, methods=["GET", "POST"]),
        Route("/keluar", door.out, methods=["POST"]),
        Route("/console.css", stylesheet, methods=["GET"]),
        *(Route(page.path, _Serving(page, desk, frame), methods=["GET", "POST"]) for page in known),
    ]
    shown = {Refused: frame.refused, HTTPException: frame.missing, CentreError: frame.later}
    handlers = cast("dict[type[Exception] | int, Callable[[Request, Exception], Response]]", shown)
    return Starlette(routes=routes, middleware=[Middleware(Headers)], exception_handlers=handlers)


class _Serving:
    """One page: who it is, whether he may, then show or do."""

    def __init__(self, page: Page, desk: Desk, frame: Frame) -> None:
        self._page = page
        self._desk = desk
        self._frame = frame

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        request = Request(scope, receive, send)  # type: ignore[arg-type]  # as Starlette hands them to a route
        response = await self._answer(request)
        await response(scope, receive, send)  # type: ignore[arg-type]  # the same three

    async def _answer(self, request: Request) -> Response:
        form = await read_form(request) if request.method == "POST" else _NOTHING
        return await run_in_threadpool(self._serve, request, form)

    def _serve(self, request: Request, form: Form) -> Response:
        def work(book: Book) -> Response | tuple[Visit, tuple[Values, str, str]]:
            found = self._desk.gate.person(book, request.cookies.get(COOKIE, ""))
            if found is None:
                return self._frame.go("/masuk")
            person, session = found
            if person.setting_up and self._page.path != SET_UP:
                return self._frame.go(SET_UP)
            visit = self._visit(request, book, person, form)
            made = self._work(request, visit, session)
            return made if isinstance(made, Response) else (visit, made)

        try:
            done = in_turn(self._desk.ledger, work)
        except Refused as error:
            return self._say_no(request, error)
        return done if isinstance(done, Response) else self._frame.show(self._page, done[0], *done[1])

    def _visit(self, request: Request, book: Book, person: Person, form: Form) -> Visit:
        path = request.url.path.removeprefix(PREFIX)
        given = {name: str(value) for name, value in request.path_params.items()}
        query = {name: value for name, value in request.query_params.items() if value}
        return Visit(self._desk, book, person, path, given, query, form.fields, form.files)

    def _work(self, request: Request, visit: Visit, session: SessionRow) -> Response | tuple[Values, str, str]:
        if visit.person.role not in self._page.roles:
            raise forbidden()
        token = form_token(request.cookies[COOKIE])
        if request.method == "POST":
            check_form(request, visit.form.get("form", ""), token)
            return self._do(visit, session, token)
        values = self._page.show(visit)
        visit.audit("unduh" if isinstance(values, Download) else "lihat", detail=_filters(visit))
        if isinstance(values, Download):
            return self._frame.file(values)
        if session.note:
            note_session(visit.book.connection, session.id, "")
        return values, token, session.note

    def _do(self, visit: Visit, session: SessionRow, token: str) -> Response | tuple[Values, str, str]:
        act = visit.form.get("act", "")
        deed = self._page.deeds.get(act)
        if deed is None:
            raise Refused("no-act", 400)
        target = deed(visit)
        if not isinstance(target, str):
            return target, token, ""
        visit.audit("ubah", detail=act)
        if visit.note:
            note_session(visit.book.connection, session.id, visit.note)
        return self._frame.go(target or visit.path)

    def _say_no(self, request: Request, error: Refused) -> Response:
        """The refusal as a page of its own, booked."""
        with self._desk.ledger.writing() as book:
            found = self._desk.gate.person(book, request.cookies.get(COOKIE, ""))
            if found is None:
                return self._frame.go("/masuk")
            visit = self._visit(request, book, found[0], _NOTHING)
            visit.audit("ditolak", detail=error.code)
        return self._frame.no(visit, error, form_token(request.cookies[COOKIE]))


def _filters(visit: Visit) -> str:
    """Which filters were set: their names only, for a search may hold a number of somebody."""
    return " ".join(sorted(visit.query))
