"""Verdicts as accuracy: weighted back to the run, exact where exactness is possible, and honest about what it does not know."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from invented import observation, report
from runs import run_of, with_rows

from reportparse.model import Run
from reportparse.review import Design, Judgement, draw_sample, run_to_population, score_verdicts
from reportparse.review.interval import clopper_pearson
from reportparse.review.sample import BY
from reportparse.review.score import designs_of
from reportparse.review.score_text import percent, score_to_json, score_to_text
from reportparse.review.verdicts import COLUMNS, judgement_to_cells, row_to_judgement, spots_disputed, standing_judgements

SEVERITIES = {"jump": "warning"}


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Run:
    """1,000 values, 100 of them flagged; every tenth flagged one is wrong on the paper of this test, and one unflagged."""

    def row(number: int):
        flags = ("jump",) if number < 100 else ()
        return observation(row_no=number, indicator_code=f"c{number}", value=float(number), value_raw=str(number), flags=flags)

    return run_of(tmp_path_factory.mktemp("large") / "run", report(observations=tuple(map(row, range(1000)))))


def verdicts(run: Run, n: int, wrong=lambda spot: False, seed: int = 1, by=BY) -> list[Judgement]:
    sample = draw_sample(run, Design(n, by, seed), SEVERITIES)
    return [Judgement(spot, "wrong" if wrong(spot) else "right", who="Li", when="2025-03-01") for spot in sample.spots]


def scored(run: Run, log, by=(), **knobs):
    return score_verdicts(log, run_to_population(run, "observations", knobs.pop("drawn_by", BY), SEVERITIES), by, SEVERITIES, **knobs)


def line(score, what: str):
    return next(share for share in score.shares if share.what == what)


def test_unflagged_values_have_the_exact_interval(large):
    share = line(scored(large, verdicts(large, 200)), "all unflagged values")
    assert (share.share, share.judged, share.right) == (1.0, share.judged, share.judged)
    assert (share.low, share.high) == clopper_pearson(share.judged, share.judged) and share.rows == 900


def test_the_sentence_that_is_wanted(large):
    text = score_to_text(scored(large, verdicts(large, 200)))
    share = line(scored(large, verdicts(large, 200)), "all unflagged values")
    assert f"of all unflagged values 100 % are right ({percent(share.low)} to 100, n = {share.judged})" in text


def test_oversampled_doubt_is_weighted_back(large):
    log = verdicts(large, 150, wrong=lambda spot: bool(spot.flags))
    score = scored(large, log)
    flagged = line(score, "all flagged values").judged
    assert flagged / 150 > 0.2  # a tenth of the run, far more of the sample
    assert line(score, "all values").share == pytest.approx(0.9)
    assert line(score, "all values").low < 0.9 < line(score, "all values").high


def test_intervals_cover_the_truth_as_often_as_they_say(large):
    """Of 100 samples, at least nine tenths of the 95 % intervals hold the true share; and they are not absurdly wide."""

    def wrong(spot):
        return spot.row_no % 4 == 0 if spot.flags else spot.row_no % 50 == 0

    truth = 1 - sum((n % 4 == 0) if n < 100 else n % 50 == 0 for n in range(1000)) / 1000
    shares = [line(scored(large, verdicts(large, 120, wrong, seed)), "all values") for seed in range(100)]
    assert sum(share.low <= truth <= share.high for share in shares) >= 93
    assert sum(share.share for share in shares) / 100 == pytest.approx(truth, abs=0.005)
    assert sorted(share.high - share.low for share in shares)[50] < 0.16


def test_a_sample_half_looked_at_speaks_too_and_says_what_it_cannot(large):
    log = verdicts(large, 200)[:60]
    assert line(scored(large, log), "all values").rows == pytest.approx(1000, abs=1)
    only_flagged = [one for one in verdicts(large, 200) if one.spot.flags]
    score = scored(large, only_flagged)
    assert any("900 rows are in parts of which nobody has judged any" in note for note in score.notes)


def test_what_cannot_be_told_is_counted_apart(large):
    log = verdicts(large, 200)
    unsure = [replace(one, verdict="unsure") for one in log[:10]] + log[10:]
    share = line(scored(large, unsure), "all values")
    assert (share.judged, share.unsure, share.share) == (190, 10, 1.0)
    assert "10 more could not be told" in score_to_text(scored(large, unsure))
    none = scored(large, [replace(one, verdict="unsure") for one in log])
    assert "nothing is known" in score_to_text(none)


def test_verdicts_that_were_picked_say_nothing_about_the_whole(large):
    picked = [replace(one, queue="flag:jump", verdict="wrong") for one in verdicts(large, 100)]
    score = scored(large, picked)
    assert score.shares == () and any("were picked" in note for note in score.notes)
    assert "nobody has judged" in score_to_text(score)


def test_verdicts_on_what_the_run_no_longer_claims_are_left_out(large):
    log = verdicts(large, 100)
    other = with_rows(large, "observations", lambda rows: [row.update(value=row["value"] + 1) for row in rows] and None)
    score = scored(other, log)
    assert score.shares == () and any("100 verdicts are about values that this run does not claim" in note for note in score.notes)


def test_another_design_is_not_mixed_in(large):
    mixed = [*verdicts(large, 100, by=("flagged",)), *verdicts(large, 300)]
    assert designs_of(mixed)[0] == (BY, "observations")
    share = line(scored(large, mixed), "all values")
    assert share.rows == pytest.approx(1000, abs=1) and share.judged <= 300


def test_sums_by_what_is_asked_for(large):
    score = scored(large, verdicts(large, 100), by=("table", "flag"))
    assert {"table=计分卡; flag=(none)", "table=计分卡; flag=jump"} <= {share.what for share in score.shares}


def test_a_wider_level_is_a_wider_interval(large):
    log = verdicts(large, 100)
    assert line(scored(large, log, level=0.99), "all values").low < line(scored(large, log, level=0.9), "all values").low


def test_an_empty_run_and_an_empty_log(tmp_path, large):
    empty = run_of(tmp_path / "run", report(observations=()))
    assert scored(empty, []).shares == () and scored(large, []).shares == ()
    assert '"shares": []' in score_to_json(scored(empty, []))


@pytest.mark.parametrize(("share", "text"), [(1.0, "100"), (0.0, "0"), (0.998, "99.8"), (0.99996, "99.99"), (0.5, "50.0")])
def test_what_is_not_everything_is_not_called_so(share, text):
    assert percent(share) == text


# ------------------------------------------------------------------------------------------------------------ the log


def test_the_last_word_stands_and_undoing_is_a_word(large):
    one = verdicts(large, 10)[0]
    again, undone = replace(one, verdict="wrong", who="Wang"), replace(one, verdict="undone", who="Wang")
    assert standing_judgements([one, again])[one.spot.spot] == again
    assert standing_judgements([one, again, undone]) == {}
    assert standing_judgements([one, undone, one]) == {one.spot.spot: one}
    assert spots_disputed([one, again]) == (one.spot.spot,) and spots_disputed([one, again, undone]) == ()


def test_a_line_of_the_log_comes_back(large):
    for one in verdicts(large, 20):
        told = replace(one, right_value="12.5", right_indicator="a.b", note="二, \"三\"\n四", queue="flag:jump")
        cells = judgement_to_cells(told)
        assert len(cells) == len(COLUMNS) and not any("\n" in cell for cell in cells)
        assert row_to_judgement(dict(zip(COLUMNS, cells, strict=True))) == replace(told, note='二, "三" 四')


@pytest.mark.parametrize("change", [{"verdict": "perhaps"}, {"spot": ""}, {"table": "reports"}, {"page": "x"}, {"value": "much"}])
def test_a_line_that_does_not_hold_says_so(large, change):
    row = dict(zip(COLUMNS, judgement_to_cells(verdicts(large, 10)[0]), strict=True)) | change
    with pytest.raises(ValueError, match=r"\w"):
        row_to_judgement(row)


def test_words_of_other_tongues(large):
    row = dict(zip(COLUMNS, judgement_to_cells(verdicts(large, 10)[0]), strict=True))
    assert row_to_judgement(row | {"verdict": " 错 "}).verdict == "wrong" and row_to_judgement(row | {"verdict": ""}) is None
    assert random  # the log itself has no chance in it
