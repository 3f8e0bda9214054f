"""What every command is given: where the data is, how to speak, and to whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from core.language import Bilingual, Language
from desktop.home import Home


@dataclass(frozen=True, slots=True)
class Context:
    home: Home
    language: Language
    environ: Mapping[str, str]
    stdin: TextIO
    out: TextIO
    err: TextIO

    def print_json(self, value: object) -> None:
        """One object on one line of standard output."""
        print(json.dumps(value, ensure_ascii=False), file=self.out, flush=True)

    def print(self, text: str) -> None:
        print(text, file=self.out, flush=True)

    def say(self, text: Bilingual | str) -> None:
        """Tell the person something that is not the result: standard error."""
        print(text.in_(self.language) if isinstance(text, Bilingual) else text, file=self.err, flush=True)
