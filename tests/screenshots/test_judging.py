"""The judges of the pictures, judged: on pictures of which it is known what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from tests.screenshots.contact_sheet import contact_sheet
from tests.screenshots.judging import UnreadablePicture, are_the_same, is_blank, pixels

PAPER, INK, LINE = QColor("#F7F5F2"), QColor("#221D18"), QColor("#CFC8BF")


@pytest.fixture(scope="module", autouse=True)
def _text(qapp: QGuiApplication) -> None:
    """Drawing words needs an application."""


def window(file: Path, words: str = "", size: tuple[int, int] = (880, 600)) -> Path:
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.fill(PAPER)
    painter = QPainter(image)
    painter.setPen(LINE)
    painter.drawRect(0, 0, size[0] - 1, size[1] - 1)
    font = QFont()
    font.setPixelSize(20)
    painter.setFont(font)
    painter.setPen(INK)
    painter.drawText(24, 48, words)
    painter.end()
    assert image.save(str(file))
    return file


def test_a_window_with_a_frame_and_nothing_in_it_is_blank(tmp_path: Path) -> None:
    assert is_blank(window(tmp_path / "empty.png"))


def test_a_window_with_one_sentence_is_not_blank(tmp_path: Path) -> None:
    assert not is_blank(window(tmp_path / "said.png", "Wat legde jij vandaag aan iemand uit?"))


def test_a_picture_of_nothing_but_air_is_blank(tmp_path: Path) -> None:
    image = QImage(200, 100, QImage.Format.Format_ARGB32)
    image.fill(0)
    image.save(str(tmp_path / "air.png"))
    assert is_blank(tmp_path / "air.png")


def test_two_pictures_of_one_window_are_the_same(tmp_path: Path) -> None:
    assert are_the_same(window(tmp_path / "one.png", "Beoordelen"), window(tmp_path / "other.png", "Beoordelen"))


def test_one_other_word_makes_another_picture(tmp_path: Path) -> None:
    assert not are_the_same(window(tmp_path / "nl.png", "Beoordelen"), window(tmp_path / "en.png", "Review"))


def test_pictures_of_another_size_are_not_the_same(tmp_path: Path) -> None:
    tall = window(tmp_path / "tall.png", "Review", (880, 700))
    assert not are_the_same(window(tmp_path / "low.png", "Review"), tall)


def test_a_file_that_is_no_picture_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "words.png").write_text("no picture")
    with pytest.raises(UnreadablePicture, match=r"words\.png"):
        is_blank(tmp_path / "words.png")


def test_a_contact_sheet_shows_every_picture_and_its_name(tmp_path: Path) -> None:
    files = [window(tmp_path / f"hub-page-{number}.png", "Hallo", (300, 200)) for number in range(5)]
    contact_sheet(files, tmp_path / "out" / "sheet.png", columns=2)
    sheet = pixels(tmp_path / "out" / "sheet.png")
    paper = (sheet == (PAPER.red(), PAPER.green(), PAPER.blue())).all(axis=2)
    assert paper.sum() > 5 * 300 * 200 * 0.9
    names = sheet[16 + 200 + 2 : 16 + 200 + 24, 16:316]
    assert (names.max(axis=2) < 60).sum() > 100, "no name under the first picture"


def test_a_contact_sheet_keeps_a_tall_page_whole(tmp_path: Path) -> None:
    tall = window(tmp_path / "tall.png", "Boven", (390, 4000))
    contact_sheet([tall, window(tmp_path / "wide.png", "Breed", (1280, 800))], tmp_path / "sheet.png", columns=4)
    height, width = pixels(tmp_path / "sheet.png").shape[:2]
    assert height < 700
    assert width < 1000


def test_a_contact_sheet_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nothing"):
        contact_sheet([], tmp_path / "sheet.png")
