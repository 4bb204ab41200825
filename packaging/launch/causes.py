"""What went wrong while packages came in: the cause and the next step, read from what pip or uv said."""

_NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "nodename nor servname",
    "getaddrinfo failed",
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Network is unreachable",
    "Connection refused",
    "ProxyError",
    "error sending request",
    "dns error",
    "Failed to fetch",
    "from versions: none",
)

_CAUSES = (
    (("No space left on device",), "The disk is full.\nMake 1.5 GB free and start again."),
    (
        ("DO NOT MATCH THE HASHES", "Hash mismatch", "hash mismatch"),
        "A package is not the one this version was tested with: its hash differs.\n"
        "Do not go round this. Empty the cache (pip cache purge) and start again; if it stays, tell the developers.",
    ),
    (
        _NO_NETWORK,
        "The packages could not be fetched: no network, or no way to the package index.\n"
        "Connect, or set your office's mirror in pip's own configuration (see: pip config list), and start again.\n"
        "After this first time Loket starts without a network.",
    ),
)


def why(log: str) -> str:
    """Two or three lines for the person at the keyboard.

    >>> print(why("OSError: [Errno 28] No space left on device"))
    The disk is full.
    Make 1.5 GB free and start again.
    >>> print(why("error: something new"))
    The packages could not be installed.
    Mend what is named below and start again.
    """
    for marks, text in _CAUSES:
        if any(mark in log for mark in marks):
            return text
    return "The packages could not be installed.\nMend what is named below and start again."
