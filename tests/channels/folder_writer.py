"""A person's own program that writes tips to a shared folder: FOLDER ITEM_PREFIX HOW_MANY, a go on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from channels.direct import DirectPost
from channels.shared_folder import post
from core.content import Content, TipBody
from core.delivery import DeliveryAction


def main(folder: str, prefix: str, how_many: str) -> int:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(how_many)):
        content = Content(TipBody("a", f"{prefix}-{number}", "b"), f"Tip {prefix} {number}", "nl")
        outcome = post(folder, DirectPost(f"{prefix}{number}:{'a' * 64}", content, prefix))
        if outcome.action is not DeliveryAction.CONFIRM:
            return 1
        print(Path(folder, "index.html").stat().st_size, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
