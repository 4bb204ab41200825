"""The printer of the office: pages of paper on the printer that this computer uses by itself. The one door to
QtPrintSupport; it paints on a lane, which Qt allows for a QPrinter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from forms.raster import Raster
from station.desk.list_files import NoPrinter


def put_out(pages: Sequence[Raster], name: str) -> None:
    """Print pages on A4; raises NoPrinter."""
    found = QPrinterInfo.defaultPrinter()
    if found.isNull():
        raise NoPrinter(name)
    paint(QPrinter(found, QPrinter.PrinterMode.HighResolution), pages, name)


def paint(printer: QPrinter, pages: Sequence[Raster], name: str) -> None:
    """Each page as large as the sheet, turned as it is; raises NoPrinter when the printer takes nothing."""
    printer.setDocName(name)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    painter = QPainter()
    for number, page in enumerate(pages):
        across = page.width > page.height
        printer.setPageOrientation(QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait)
        if not (printer.newPage() if number else painter.begin(printer)):
            raise NoPrinter(name)
        image = QImage(page.rgb, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
        sheet = printer.pageLayout().fullRectPixels(printer.resolution())
        painter.drawImage(QRect(0, 0, sheet.width(), sheet.height()), image)
    if pages and not painter.end():
        raise NoPrinter(name)
