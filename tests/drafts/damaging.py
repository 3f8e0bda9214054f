"""Ways in which a disk, a cleaning program or a bad copy spoils files, each drawn with the dice it is given."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

PAGE = 4096


def flip_bits(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 1, 1, 3, 20)) if data else 0):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def garble_bytes(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice((1, 2, 50)) if data else 0):
        at = dice.randrange(len(data))
        length = min(dice.choice((1, 16, 512)), len(data) - at)
        data[at : at + length] = dice.randbytes(length)
    path.write_bytes(data)


def cut(path: Path, dice: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data))] if data else b"")


def zero_pages(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    pages = range(max(1, len(data) // PAGE))
    for page in dice.sample(pages, min(len(pages), dice.choice((1, 2, 8)))):
        data[page * PAGE : (page + 1) * PAGE] = bytes(len(data[page * PAGE : (page + 1) * PAGE]))
    path.write_bytes(data)


def swap_pages(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if len(data) < 2 * PAGE:
        return cut(path, dice)
    one, two = dice.sample(range(len(data) // PAGE), 2)
    first, second = slice(one * PAGE, (one + 1) * PAGE), slice(two * PAGE, (two + 1) * PAGE)
    data[first], data[second] = data[second], data[first]
    path.write_bytes(data)
    return None


def garble_head(path: Path, dice: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(dice.randbytes(min(len(data), 100)) + data[100:])


def empty(path: Path, _dice: random.Random) -> None:
    path.write_bytes(b"")


def replace_by_text(path: Path, _dice: random.Random) -> None:
    path.write_text("<html><body>Sign in to the network</body></html>\n" * 20)


def delete(path: Path, _dice: random.Random) -> None:
    path.unlink()


DAMAGE: tuple[Callable[[Path, random.Random], object], ...] = (
    flip_bits,
    garble_bytes,
    cut,
    zero_pages,
    swap_pages,
    garble_head,
    empty,
    replace_by_text,
    delete,
)
IN_PLACE = (flip_bits, garble_bytes, zero_pages, swap_pages, garble_head)
"""Those that leave the file as long as it is: another length kills whoever has it mapped."""
