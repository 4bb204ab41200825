"""The option that names the database; it may come by the environment, for others see a password in it in `ps`."""

from __future__ import annotations

import argparse
import os

VARIABLE = "LOKET_DATABASE"


def add_database(parser: argparse.ArgumentParser) -> None:
    """`--database`, or LOKET_DATABASE; "" is the embedded file."""
    parser.add_argument("--database", default=os.environ.get(VARIABLE, ""), help="postgresql+psycopg://...")
