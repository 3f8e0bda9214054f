from __future__ import annotations

from math import floor

import pytest

from resources.tokens import THEMES, ContrastPair, colors, contrast, contrast_pairs, number, tokens, type_style


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", contrast_pairs(), ids=lambda pair: f"{pair.foreground} on {pair.background}")
def test_every_pair_of_colours_reaches_its_contrast(theme, pair: ContrastPair):
    known = colors(theme)
    measured = contrast(known[pair.foreground], known[pair.background])
    assert measured >= pair.least
    told = next(
        entry for entry in tokens()["contrast"] if (entry["fg"], entry["bg"]) == (pair.foreground, pair.background)
    )
    assert told.get(theme, told.get("both")) == pytest.approx(floor(measured * 100) / 100), "the guide rounds down"


def test_text_needs_more_contrast_than_a_shape():
    assert {pair.least for pair in contrast_pairs()} == {3.0, 4.5}


def test_the_ratio_is_that_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


def test_both_themes_name_the_same_colours():
    assert colors("light").keys() == colors("dark").keys()


def test_a_name_that_is_no_number_is_refused():
    assert number("space.3") == 12
    with pytest.raises(KeyError):
        number("font.ui")


def test_no_type_is_smaller_than_a_caption():
    assert min(type_style(name).size for name in tokens()["type"]) == type_style("caption").size == 12
