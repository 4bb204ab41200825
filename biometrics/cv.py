"""The one door of this room to OpenCV. Importing it points Qt at OpenCV's own old plug-ins; that is undone here."""

from __future__ import annotations

import os

import cv2

for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_name, None)

__all__ = ["cv2"]
