"""Makes all pictures anew: every window of the app, every page of the hub, and a contact sheet of each.

    python tests/screenshots/make.py --out DIR

Exit status 1, with a line for each, where words are cut off, a picture is blank, or Dutch and English look the same.
What stood in DIR stays as it was then. Else pictures that are no longer taken are removed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SHEETS: Final = {"app": 6, "hub": 6}
"""How many columns the contact sheet of each has: one for each way of taking a picture."""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from tests.screenshots.contact_sheet import contact_sheet
    from tests.screenshots.palette import reduce_colours

    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder)
        statuses = [
            subprocess.run([sys.executable, "-m", module, "--out", folder], cwd=ROOT, check=False).returncode
            for module in ("tests.screenshots.app_windows", "tests.screenshots.hub_pages")
        ]
        if any(statuses):
            return 1
        for name, columns in SHEETS.items():
            contact_sheet(sorted(taken.glob(f"{name}-*.png")), taken / f"contact-{name}.png", columns)
            reduce_colours(taken / f"contact-{name}.png")
        replace_all(taken, args.out)
    return 0


def replace_all(taken: Path, out: Path) -> None:
    """What was taken now stands in `out`; what stood there and was not taken is gone."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.png"):
        if not (taken / old.name).exists():
            old.unlink()
    for picture in taken.glob("*.png"):
        (out / picture.name).write_bytes(picture.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
