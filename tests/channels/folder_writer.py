"""A person's own program that writes tips with a picture to a shared folder: FOLDER PREFIX HOW_MANY PICTURE.

It says ready, waits for a line, and then writes a line for each tip that is there.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from channels.direct import DirectPost
from channels.shared_folder import post
from core.content import BlobRef, Content, TipBody
from core.delivery import DeliveryAction


def main(folder: str, prefix: str, how_many: str, picture: str) -> int:
    data = Path(picture).read_bytes()
    blob = BlobRef(hashlib.sha256(data).hexdigest(), len(data), "image/png")
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(how_many)):
        content = Content(TipBody("a", f"{prefix}-{number}", "b", blob), f"Tip {prefix} {number}", "nl")
        item = DirectPost(f"{prefix}{number}:{'a' * 64}", content, prefix, files={blob.sha256: Path(picture)})
        if post(folder, item).action is not DeliveryAction.CONFIRM:
            return 1
        print("there", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
