"""Survey methods that a page break may have cut are doubted; those that a table repeats, or that are like no other, are not."""

from __future__ import annotations

import pytest
from invented import observation

from reportparse.catalogue import load_catalogue
from reportparse.model import Place
from reportparse.tidy.checks import check_observations

CATALOGUE = load_catalogue()
BOX = (60.0, 100.0, 200.0, 120.0)


def doubted(*methods: str) -> list[str]:
    """The doubted ones of a table's methods; those with a blank behind them stand on the next page."""
    rows = tuple(
        observation(table_no=2, row_no=k, survey_method=method.strip(), survey_size=40.0, place=Place(5 + (method[-1:] == " "), BOX))
        for k, method in enumerate(methods)
    )
    checked, problems = check_observations(rows, CATALOGUE)
    flagged = [row.survey_method for row in checked if "method-doubtful" in row.flags]
    assert len(flagged) == sum(problem.code == "method-doubtful" for problem in problems)
    return flagged


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        (("问卷调查", "座谈访谈", "问卷调查", "网络问卷"), []),
        (("问卷", "网络问卷", "问卷", "网络问卷"), []),
        (("问卷调查", "走访座谈", "问卷调查", "家长会问卷"), []),
        (("问卷调查", "座谈访", "谈问卷调查", "座谈访谈"), ["座谈访", "谈问卷调查"]),
        (("问卷调查", "问卷调查", "查", "座谈访谈"), ["查"]),
        (("问卷调查", "问卷调查", "", "座谈访谈"), [""]),
        (("问卷调查", "", "", ""), []),
        (("问卷调查", "问卷调查", "问卷调查", " ", " "), [""]),
        (("网络问卷", "访谈", "座谈访谈"), []),
        (("网络问卷", "访谈", "座谈访谈 "), ["访谈", "座谈访谈"]),
        (("问卷调查", "网上调查2387", "问卷调查"), ["网上调查2387"]),
        (("问卷调", "查问卷调", "查问卷调", "查问卷调查"), ["问卷调", "查问卷调", "查问卷调", "查问卷调查"]),
        (("问卷", "问卷电话", "访谈", "问卷"), ["问卷电话", "访谈"]),
        (("线上问卷调查", "电话回访", "第三方调查", "问卷、座谈", "家长会"), []),
    ],
)
def test_a_method_that_may_be_cut_or_joined(methods, expected):
    assert doubted(*methods) == expected
