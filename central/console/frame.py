"""What stands around every page: the menu of this role, the refusal page, redirects and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from central.clock import Clock
from central.console import words
from central.console.errors import Refused
from central.console.gate import ABSOLUTE_S
from central.console.page import Download, Page, Visit
from central.console.sheets import Sheets
from central.errors import NotNow

COOKIE = "__Host-loket"
BEFORE = "__Host-loket-masuk"  # ties the sign-in form to the browser that asked for it


class Frame:
    """Makes answers."""

    def __init__(self, pages: Iterable[Page], clock: Clock, prefix: str) -> None:
        self._pages = tuple(pages)
        self._clock = clock
        self._prefix = prefix
        self._sheets = Sheets()

    def show(self, page: Page, visit: Visit, values: Mapping[str, object], token: str, note: str) -> Response:
        """A page in its frame."""
        around = {**self._around(visit), "page": page, "form_token": token, "note": note}
        return self._html(self._sheets.render(page.template, {**around, **values}))

    def no(self, visit: Visit, error: Refused, token: str) -> Response:
        """Why something was not done, for somebody who is signed in."""
        around = {**self._around(visit), "page": None, "form_token": token, "note": ""}
        said = {"said": words.refusal(error.code), "back": self._prefix + "/"}
        return self._html(self._sheets.render("ditolak.html", {**around, **said}), error.status)

    def bare(self, template: str, values: Mapping[str, object], status: int = 200) -> Response:
        """A page for somebody who is not signed in."""
        return self._html(self._sheets.render(template, {"prefix": self._prefix, **values}), status)

    def refused(self, request: Request, error: Exception) -> Response:
        """What was refused before anybody was known."""
        code, status = (error.code, error.status) if isinstance(error, Refused) else ("no-page", 404)
        return self.bare("tutup.html", {"said": words.refusal(code)}, status)

    def missing(self, request: Request, error: Exception) -> Response:
        """No such page, or no such method."""
        status = int(getattr(error, "status_code", 404))
        return self.bare("tutup.html", {"said": words.refusal("no-page")}, status)

    def later(self, request: Request, error: Exception) -> Response:
        """The books are full, away or busy: nothing was done. What they cannot keep is not a page either."""
        if not isinstance(error, NotNow):
            return self.missing(request, error)
        response = self.bare("tutup.html", {"said": words.refusal("not-now")}, error.status)
        response.headers["Retry-After"] = str(error.wait_s)
        return response

    def go(self, path: str) -> Response:
        """To another page of the console."""
        return RedirectResponse(self._prefix + path, status_code=303)

    def signed_in(self, token: str) -> Response:
        """Home, with the token as a cookie that no script and no other site can send."""
        response = self.go("/")
        self._set(response, COOKIE, token, int(ABSOLUTE_S))
        return response

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="strict")

    def tie(self, response: Response, value: str) -> Response:
        """Remember the sign-in form in the browser that got it."""
        self._set(response, BEFORE, value, 3600)
        return response

    def signed_out(self) -> Response:
        """To the sign-in page, with nothing left in the browser."""
        response = self.go("/masuk")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        self._set(response, COOKIE, "", 0)
        return response

    def file(self, made: Download) -> Response:
        """A download; never shown in the browser."""
        headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
        return Response(made.data, media_type=made.kind, headers=headers)

    def _around(self, visit: Visit) -> dict[str, object]:
        open_to = [page for page in self._pages if page.group and visit.person.role in page.roles]
        menu: dict[str, list[Page]] = {}
        for page in open_to:
            menu.setdefault(page.group, []).append(page)
        return {"prefix": self._prefix, "menu": menu, "visit": visit, "person": visit.person, "at": self._clock.stamp()}

    def _html(self, data: bytes, status: int = 200) -> Response:
        return Response(data, status_code=status, media_type="text/html; charset=utf-8")
