"""The hub's process: `vonk-hub serve`, run by its own main in a fork of a process that has read the modules already."""

from __future__ import annotations

import importlib
import sys

import hub.__main__

for _name in (
    "anyio._backends._asyncio",
    "h11",
    "hub.app",
    "hub.pages",
    "hub.serving",
    "hub.starting",
    "pysqlite3.dbapi2",
    "sqlalchemy.dialects.sqlite",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
):
    importlib.import_module(_name)


def work(order: dict[str, list[str]], *words: str) -> None:
    sys.exit(hub.__main__.main(["serve", *words]))
