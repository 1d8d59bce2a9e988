"""Folding: spellings that mean the same fold to one, and nothing else does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.text import blanks_dropped, text_folded, text_reordered


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("毕 业 生 人 数", "毕业生人数"),
        ("生师比（：１）", "生师比(:1)"),
        ("专⽤设备", "专用设备"),  # a Kangxi radical
        ("⻓期聘用", "长期聘用"),  # of the radicals supplement
        ("教學資源", "教学资源"),
        ("设臵专业", "设置专业"),
        ("毕业生　人数", "毕业生人数"),
        ("“双师型”教师", '"双师型"教师'),
        ("ＥＳＩ", "esi"),
        ("毕业\u200b生", "毕业生"),
        ("〔注〕", "（注）"),
        ("比例（％）", "比例(%)"),
    ],
)
def test_spellings_that_mean_the_same(one, other):
    assert text_folded(one) == text_folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("校内实训基地数", "校外实训基地数"), ("到款额", "合同额"), ("毕业生人数", "毕业生数"), ("—", "-"), ("未", "末"), ("10", "100")],
)
def test_names_that_differ_stay_apart(one, other):
    assert text_folded(one) != text_folded(other)


# What reports print: Latin, Chinese with radicals, full width, punctuation. (Accents alone fold once more when their letter comes near.)
PRINTED = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0x2E80, max_codepoint=0x2FD5),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
        st.sampled_from("　\u200b—–“”〔〕【】，：；％㎡℃①Ⅱ"),
    )
)


@given(PRINTED)
def test_folding_twice_changes_nothing_more(text):
    assert text_folded(text_folded(text)) == text_folded(text)


@given(st.text())
def test_folded_text_has_no_blanks(text):
    assert not any(c.isspace() for c in text_folded(text) if c not in "\x1c\x1d\x1e\x1f\x85")
    assert blanks_dropped(text) == blanks_dropped(" ".join(text))


@given(st.text(min_size=1).flatmap(lambda text: st.tuples(st.just(text), st.permutations(range(len(text))))))
def test_reordering_moves_each_character_once(case):
    text, order = case
    assert text_reordered(text, np.array(order)) == "".join(text[i] for i in order)
