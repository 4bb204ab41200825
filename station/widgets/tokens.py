"""The colours of the three themes by token (what each is for: docs, screens 1)."""

from __future__ import annotations

ROLES = ("ok", "warn", "err", "wait", "neu", "acc")
LIGHT = {
    "bg": "#f5f7fa", "card": "#ffffff", "fg": "#1b2430", "mut": "#566270", "line": "#d5dbe3", "field": "#7f8c9b",
    "acc": "#0b5cad", "accfg": "#ffffff", "accbg": "#e5f0fa", "ok": "#176b40", "okbg": "#e2f4ea",
    "warn": "#7d5200", "warnbg": "#fff1cf", "err": "#b3261e", "errbg": "#fdebea", "wait": "#54459e",
    "waitbg": "#eeebfa", "neu": "#4a5664", "neubg": "#e9edf2", "side": "#10243e", "sidefg": "#d6e2f0",
    "sidemut": "#93a9c4", "sideline": "#10243e", "sideok": "#7fe0ac", "sideokbg": "#1f4b3f", "sidestrong": "#ffffff",
    "sidehover": "#1b3557", "sidebadge": "#2b3d55", "brand": "#7db7f2",
    "desk": "#5f6775", "deskfg": "#ffffff", "hand": "#f1f4f8", "handline": "#b4c1d1",
    "current": "#0b5cad", "currentfg": "#ffffff", "focus": "#0b5cad",
}  # fmt: skip
DARK = {
    "bg": "#14181e", "card": "#1d232b", "fg": "#e7ecf2", "mut": "#a3afbc", "line": "#36404c", "field": "#77859a",
    "acc": "#5aa7f0", "accfg": "#08131f", "accbg": "#16304a", "ok": "#5bd391", "okbg": "#15321f",
    "warn": "#ffcf6b", "warnbg": "#3a2f12", "err": "#ff9b92", "errbg": "#401d1a", "wait": "#b9adff",
    "waitbg": "#2a2547", "neu": "#c0cad6", "neubg": "#2b333d", "side": "#0c1117", "sidefg": "#c4d0dd",
    "sidemut": "#8595a8", "sideline": "#36404c", "sideok": "#7fe0ac", "sideokbg": "#1f4b3f", "sidestrong": "#ffffff",
    "sidehover": "#1a2430", "sidebadge": "#2a3542", "brand": "#7db7f2",
    "desk": "#2f3742", "deskfg": "#e7ecf2", "hand": "#262e38", "handline": "#566373",
    "current": "#16304a", "currentfg": "#ffffff", "focus": "#8cc4ff",
}  # fmt: skip
CONTRAST = {
    "bg": "#000000", "card": "#000000", "fg": "#ffffff", "mut": "#e0e0e0", "line": "#ffffff", "field": "#ffffff",
    "acc": "#ffe100", "accfg": "#000000", "accbg": "#1f1c00", "ok": "#6dff9e", "okbg": "#000000",
    "warn": "#ffe100", "warnbg": "#000000", "err": "#ff9c94", "errbg": "#000000", "wait": "#d3c8ff",
    "waitbg": "#000000", "neu": "#ffffff", "neubg": "#000000", "side": "#000000", "sidefg": "#ffffff",
    "sidemut": "#e0e0e0", "sideline": "#ffffff", "sideok": "#6dff9e", "sideokbg": "#000000", "sidestrong": "#ffffff",
    "sidehover": "#333333", "sidebadge": "#000000", "brand": "#ffe100",
    "desk": "#000000", "deskfg": "#ffffff", "hand": "#000000", "handline": "#ffffff",
    "current": "#ffe100", "currentfg": "#000000", "focus": "#00e5ff",
}  # fmt: skip
