"""One look: the stylesheet and the templates take every colour and every size from the design tokens."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from hub.pages.theme import FONT_FILES, font_faces, tokens_css
from resources.tokens import colors, number, tokens

HUB = Path(str(files("hub")))
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(|"
    r"(?<![\w-])(?:white|black|gr[ae]y|silver|red|orange|yellow|green|blue|navy|purple|pink|brown|gold)(?![\w-])",
    re.IGNORECASE,
)
SIZE = re.compile(r"(?<![\w.#-])-?(\d*\.?\d+)(px|rem|pt|cm|mm|in|pc)\b")
RULE = re.compile(r"(--[\w-]+|[\w-]+)\s*:\s*([^;{}]+)(?=[;}])")
OWN = re.compile(r"\A\s*:root\s*\{([^}]*)\}")
QUERY = re.compile(r"@media[^{]*\{")


def stylesheet() -> str:
    return re.sub(r"/\*.*?\*/", "", (HUB / "static" / "hub.css").read_text(encoding="utf-8"), flags=re.DOTALL)


def own_measures(css: str) -> str:
    """The one block, at the top, of what only a web page needs."""
    found = OWN.match(css)
    assert found is not None, "the stylesheet does not begin with its :root block"
    return found[1]


def literals(css: str) -> list[str]:
    """Colours and sizes that stand in a rule as such; a line of one pixel may."""
    rest = QUERY.sub("@media{", OWN.sub("", css, count=1))
    found = []
    for name, value in RULE.findall(rest):
        found += [f"{name}: {colour}" for colour in COLOUR.findall(value)]
        found += [f"{name}: {size}{unit}" for size, unit in SIZE.findall(value) if (float(size), unit) != (1, "px")]
    return found


def test_no_rule_has_a_colour_or_a_size_of_its_own() -> None:
    assert literals(stylesheet()) == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("color: #fff", 1),
        ("color: rgb(0 0 0 / .5)", 1),
        ("border: 1px solid red", 1),
        ("padding: 2px 1.5rem 0 -4px", 3),
        ("border: 1px solid var(--line-subtle)", 0),
        ("width: calc(100% - 2 * var(--space-4))", 0),
        ("white-space: nowrap", 0),
    ],
)
def test_a_literal_in_a_rule_is_found(rule: str, found: int) -> None:
    assert len(literals(f":root {{ --head: 4rem; }} a {{ {rule}; }}")) == found


def test_the_own_measures_are_sizes_and_nothing_else() -> None:
    rules = RULE.findall(own_measures(stylesheet()))
    assert rules
    assert [name for name, value in rules if not name.startswith("--") or not SIZE.fullmatch(value.strip())] == []


def test_every_property_that_is_used_is_there_and_every_own_one_is_used() -> None:
    css = stylesheet()
    used = set(re.findall(r"var\((--[\w-]+)\)", css))
    own = {name for name, _ in RULE.findall(own_measures(css))}
    given = {name for name, _ in RULE.findall(tokens_css())}
    assert used - own - given == set()
    assert own - used == set()
    assert own & given == set()


def test_the_layout_changes_where_the_tokens_say() -> None:
    widths = {float(width) * 16 for width in re.findall(r"\((?:max|min)-width: ([\d.]+)rem\)", stylesheet())}
    assert widths == set(tokens()["layout"]["breakpoints"].values())
    assert not re.search(r"@media[^{]*\d(?!\d*\.?\d*rem)px", stylesheet())


def test_no_template_has_a_look_of_its_own() -> None:
    for template in sorted((HUB / "templates").glob("*.html")):
        text = re.sub(r"\{[{%#].*?[}%#]\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r"\sstyle\s*=|<style|<font|\sbgcolor\s*=", text, re.IGNORECASE), template.name
        assert not re.search(r"=\"[^\"]*(?:#[0-9a-f]{6}\b|\d(?:px|rem))", text, re.IGNORECASE), template.name


def test_both_themes_carry_every_colour() -> None:
    css = tokens_css()
    for theme, times in (("light", 1), ("dark", 2)):
        for name, value in colors(theme).items():
            if not name.startswith("overlay."):
                kebab = re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).replace(".", "-").lower()
                assert css.count(f"--{kebab}: {value};") >= times, (theme, name)


@pytest.mark.parametrize(
    ("name", "token"),
    [
        ("--control-height-large", "control.height.large"),
        ("--radius-card", "radius.card"),
        ("--space-5", "space.5"),
        ("--layout-web-max", "layout.webMax"),
    ],
)
def test_sizes_are_those_of_the_tokens_in_rem(name: str, token: str) -> None:
    assert f"{name}: {number(token) / 16:g}rem;" in tokens_css()


def test_focus_and_shadow_are_those_of_the_tokens() -> None:
    assert "--focus-width: 2px;" in tokens_css()
    assert "--elevation-2-shadow: 0rem 0.5rem 1.5rem rgba(34,24,12,0.16);" in tokens_css()


def test_the_bundled_typeface_comes_first_and_the_systems_stand_behind_it() -> None:
    faces = font_faces(lambda name: f"/static/{name}")
    assert faces.count("font-display: swap") == len(FONT_FILES) == 3
    assert f"--font-ui: Inter, {tokens()['font']['ui']};" in tokens_css()


def test_every_page_fetches_the_typeface_at_once_and_may_keep_it(stage: Any) -> None:
    browser = stage.browser()
    text = browser.read("/sign-in")
    preloaded = re.findall(r'<link rel="preload" href="([^"]+)" as="font" type="font/woff2" crossorigin>', text)
    faces = browser.read(re.findall(r'href="(/static/tokens\.css[^"]*)"', text)[0])
    assert len(preloaded) == len(FONT_FILES)
    for address in preloaded:
        assert f"url({address})" in faces, "what is fetched early is not what the stylesheet asks for"
        answer = browser.get(address)
        assert answer.content.startswith(b"wOF2")
        assert answer.headers["content-type"] == "font/woff2"
        assert "immutable" in answer.headers["cache-control"]
    assert "font-src 'self'" in browser.get("/sign-in").headers["content-security-policy"]
