"""Fewer colours, and still the same picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QImage

from tests.screenshots.judging import pixels
from tests.screenshots.palette import reduce_colours


def noisy(file: Path) -> Path:
    """A page with a picture of a thousand colours on it, and one small spark that must stay orange."""
    noise = np.random.default_rng(7).integers(60, 200, (200, 300, 3), np.uint8)
    page = np.full((400, 600, 3), (247, 245, 242), np.uint8)
    page[100:300, 100:400] = noise
    page[20:24, 20:24] = (255, 155, 47)
    image = QImage(page.tobytes(), 600, 400, 1800, QImage.Format.Format_RGB888)
    assert image.save(str(file))
    return file


def test_a_picture_becomes_smaller_and_its_ground_and_its_spark_stay_what_they_are(tmp_path: Path) -> None:
    file = noisy(tmp_path / "page.png")
    before = file.stat().st_size
    reduce_colours(file)
    assert file.stat().st_size < 0.6 * before
    after = pixels(file)
    assert after.shape == (400, 600, 3)
    assert tuple(after[0, 0]) == (247, 245, 242)
    spark = QColor(*(int(channel) for channel in after[22, 22]))
    assert abs(spark.hue() - QColor(255, 155, 47).hue()) < 15


def test_a_picture_of_few_colours_is_not_changed_at_all(tmp_path: Path) -> None:
    image = QImage(37, 11, QImage.Format.Format_RGB32)
    image.fill(QColor(1, 2, 3))
    image.setPixelColor(36, 10, QColor(9, 8, 7))
    image.save(str(tmp_path / "few.png"))
    before = pixels(tmp_path / "few.png")
    reduce_colours(tmp_path / "few.png")
    assert (pixels(tmp_path / "few.png") == before).all()
