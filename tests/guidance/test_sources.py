from __future__ import annotations

from guidance.rules import CHEAPER_ON_A_TIE, HARD_RULES, SIGNALS
from guidance.sources import _SAID, source_words


def test_every_source_of_a_rule_can_be_read_in_dutch_and_in_english():
    sources = {rule.source for rule in (*HARD_RULES, *SIGNALS)} | {CHEAPER_ON_A_TIE[2]}
    assert sources == set(_SAID)


def test_a_source_nobody_wrote_out_is_cited_as_it_stands():
    assert source_words("Smit 2027").nl == "Smit 2027"
