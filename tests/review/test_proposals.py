"""Names that people accepted: proposed once, and not where people do not agree or nothing is new."""

from __future__ import annotations

from invented import observation, report
from runs import run_of

from reportparse.review import Design, Judgement, draw_sample
from reportparse.review.proposals import judgements_to_proposals


def judged(tmp_path, verdict: str, right: str = "", **row: object) -> Judgement:
    run = run_of(tmp_path / "run", report(observations=(observation(**row),)))
    return Judgement(draw_sample(run, Design(1), {}).spots[0], verdict, right_indicator=right, who="Li", when="2025-03-01T10:00")


def proposed(*judgements: Judgement) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in judgements_to_proposals(judgements)]


def test_a_name_found_by_likeness_and_called_right(tmp_path):
    assert proposed(judged(tmp_path, "right", name_raw="毕业生数", match_method="fuzzy")) == [("scorecard.graduates", "毕业生数")]


def test_a_row_whose_indicator_somebody_told(tmp_path):
    unmatched = {"indicator_code": "", "match_method": "", "name_raw": "毕业生数"}
    assert proposed(judged(tmp_path, "wrong", "outcomes.graduates", **unmatched)) == [("outcomes.graduates", "毕业生数")]


def test_nothing_new_is_not_proposed(tmp_path):
    assert proposed(judged(tmp_path, "right", match_method="exact")) == []
    assert proposed(judged(tmp_path, "wrong", match_method="fuzzy")) == []
    assert proposed(judged(tmp_path, "unsure", match_method="fuzzy")) == []
    assert proposed(judged(tmp_path, "wrong", "none", match_method="fuzzy")) == []


def test_a_name_on_which_people_do_not_agree(tmp_path):
    row = {"indicator_code": "", "match_method": "", "name_raw": "毕业生数"}
    assert proposed(judged(tmp_path, "wrong", "a.b", **row), judged(tmp_path, "wrong", "a.c", **row)) == []


def test_one_name_seen_by_two_is_one_proposal(tmp_path):
    one = judged(tmp_path, "right", match_method="fuzzy")
    (proposal,) = judgements_to_proposals([one, one])
    assert (proposal.reports, proposal.who, proposal.when, proposal.unit) == (1, ("Li",), "2025-03-01", "人")
