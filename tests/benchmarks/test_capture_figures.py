"""The arithmetic of the capture benchmark, on values that can be reckoned by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.capture_figures import (
    Recording,
    caught,
    differences,
    luma,
    machine_busy,
    number_of,
    numbers_in,
    pss_kb,
    ratios,
    spent,
    spread,
    ssim,
    tree,
)
from benchmarks.capture_judging import samples
from benchmarks.capture_report import table
from benchmarks.scene import gray, pointer_place, travels


def _strip(number: int, cells: int = 16, cell: int = 16) -> np.ndarray:
    bright = [240 if gray(number) >> bit & 1 else 16 for bit in range(cells)]
    return np.repeat(np.array([bright] * cell, np.uint8), cell, axis=1)


def test_a_spread_names_the_middle_and_both_ends() -> None:
    assert spread([3, 1, 2]).text(1) == "2.0 (1.0–3.0)"
    with pytest.raises(ValueError, match="nothing was measured"):
        spread([])


def test_ratios_are_taken_round_by_round() -> None:
    ours, theirs = {1: 1.0, 2: 4.0, 3: 9.0}, {1: 2.0, 2: 4.0, 4: 1.0}
    assert ratios(ours, theirs).middle == 0.75
    assert differences(ours, theirs).least == -1.0


@pytest.mark.parametrize("number", [0, 1, 2, 300, 65535])
def test_a_gray_code_reads_back(number: int) -> None:
    assert number_of(gray(number)) == number


def test_strips_read_back_through_the_noise_of_coding() -> None:
    shown = [0, 5, 6, 1234]
    noise = np.random.default_rng(1).integers(-15, 16, (4, 16, 256))
    strips = np.clip(np.stack([_strip(number) for number in shown]) + noise, 0, 255).astype(np.uint8)
    assert numbers_in(strips.tobytes(), 16, 16) == shown


def test_what_a_clip_caught_counts_between_its_first_and_last_number() -> None:
    drawn = {number: number * 0.1 for number in range(10)}
    found = caught([2, 2, 3, 5], [0.0, 0.05, 0.1, 0.3], drawn)
    assert (found.first, found.unique, found.drawn) == (2, 3, 4)
    assert found.time_error == pytest.approx(0.0)


def test_a_frame_with_a_wrong_time_shows() -> None:
    drawn = {number: number * 0.1 for number in range(10)}
    found = caught([0, 1, 2, 3], [0.0, 0.1, 0.25, 0.3], drawn)
    assert found.begins == pytest.approx(0.0)
    assert found.time_error == pytest.approx(0.05)


def test_a_number_that_was_never_drawn_is_no_figure() -> None:
    with pytest.raises(ValueError, match="number 7"):
        caught([7], [0.0], {1: 0.0})
    with pytest.raises(ValueError, match="no frames"):
        caught([], [], {1: 0.0})


def test_proc_stat_is_read_past_a_name_with_brackets() -> None:
    line = "12 (a) b (c) S 7 12 12 0 -1 4194560 1 2 3 4 100 20 30 4 20 0 5 0 98765 1 2"
    one = spent(line)
    assert (one.parent, one.own, one.reaped, one.started) == (7, 120, 34, 98765)


def test_the_tree_holds_grandchildren_and_nobody_else() -> None:
    assert tree({1: 0, 10: 1, 11: 10, 12: 11, 20: 1}, 10) == {10, 11, 12}
    assert tree({}, 10) == {10}


def test_the_busy_machine_leaves_out_idle_and_waiting() -> None:
    assert machine_busy("cpu  10 1 5 1000 500 2 3 4 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n") == 25


def test_pss_is_the_sum_line() -> None:
    assert pss_kb("00400000-7ff [rollup]\nRss:  99 kB\nPss:   42 kB\nPss_Dirty:  1 kB\n") == 42
    assert pss_kb("") == 0


def test_luma_runs_from_16_to_235() -> None:
    pixels = np.array([[[0, 0, 0, 0], [255, 255, 255, 0], [0, 0, 255, 0]]], np.uint8)
    assert luma(pixels, "BT.709").tolist() == [[16, 235, 63]]
    assert luma(pixels, "BT.601").tolist() == [[16, 235, 81]]


def test_likeness_is_whole_for_the_same_and_less_for_another() -> None:
    picture = np.random.default_rng(2).integers(16, 236, (64, 64)).astype(np.uint8)
    assert ssim(picture, picture) == pytest.approx(1.0)
    assert ssim(picture, 251 - picture) < 0


def test_samples_of_the_static_scene_are_taken_while_the_pointer_rests() -> None:
    chosen = samples("static", 5.0, 20.0)
    assert len(chosen) == 12
    assert not any(travels(number) for number in chosen)
    assert {pointer_place(number * 6 + tick) for number in (11, 18) for tick in range(6)} == {pointer_place(60)}
    assert len(samples("moving", 5.0, 20.0)) == 12


def _recording(peer: str, turn: int, cpu: float) -> Recording:
    return Recording(
        "static", peer, turn, cpu, 0.02, 0.1, 100, 0.2, 0.2, 0.1, 20.0, 20.0, 600, 100, 100, 0.01,
        0.99, "BT.601", "untagged", 0,
    )  # fmt: skip


def test_the_table_sets_ratios_beside_the_goals() -> None:
    rounds = [_recording("vonk-balanced", turn, 0.05) for turn in (1, 2)]
    rounds += [_recording("ssr", turn, 0.5) for turn in (1, 2)]
    text = table("static", rounds, {"vonk-balanced": "Vonk balanced", "ssr": "SimpleScreenRecorder"})
    assert "| 0.10 (0.10–0.10) x | <= 0.20 x SimpleScreenRecorder: reached |" in text
    assert "| 1.00 (1.00–1.00) x | <= 0.60 x SimpleScreenRecorder: **not reached** |" in text
    assert "| Stop, by itself | 100 ms | <= 300 ms: reached |" in text
    assert "Nothing was recorded" in table("moving", rounds, {"ssr": "SimpleScreenRecorder"})


def test_a_clip_without_drawings_has_no_share() -> None:
    assert math.isnan(replace(_recording("ssr", 1, 1.0), drawn=0).caught)
