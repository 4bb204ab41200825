"""Every page of the console, in the order of the menu. A new one is added to its module's PAGES, and that here."""

from __future__ import annotations

from central.console.page import Page
from central.console.views import (
    audit,
    cases,
    decisions,
    documents,
    duplicates,
    exports,
    home,
    notices,
    people,
    recap,
    set_up,
    siak,
    supply,
)

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *cases.PAGES,
    *duplicates.PAGES,
    *decisions.PAGES,
    *siak.PAGES,
    *documents.PAGES,
    *supply.PAGES,
    *recap.PAGES,
    *exports.PAGES,
    *notices.PAGES,
    *people.PAGES,
    *audit.PAGES,
    *set_up.PAGES,
)
