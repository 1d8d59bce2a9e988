"""Folding: what two spellings of the same label have in common.

A label is printed with full- or half-width brackets, with Kangxi radicals for characters, in traditional script, with
blanks between all characters. Folding takes all that away, so that rooms compare meanings. What was printed is kept
elsewhere (`name_raw`, `value_raw`): nothing here writes to a row.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Characters that NFKC leaves alone but that mean the same in these reports: 臵 is what an old GBK font gives for 置
# (seen), the CJK radicals supplement comes out of some PDF producers, the rest is traditional script (seen in
# digests of Hong Kong and Taiwan partner schools). Only characters of the tables' vocabulary are listed.
_SAME = str.maketrans(
    "臵⺠⻓⻆⻅⻋⻔⻘⻛⻜⻢⻥⻩⻬⻰⺟⻝⻚⻉⻙⻤⻄⻁⻣⻦⻨⻮⻳⻑畢業數學師專職務課證書滿實訓線開發標準資裝備國際產類層競賽獲獎參與質優項術權轉讓專員財撥經費編體育測試評級導師總聘請勞動範責險間區聯繫績養計單調查類",
    "置民长角见车门青风飞马鱼黄齐龙母食页贝韦鬼西虎骨鸟麦齿龟长毕业数学师专职务课证书满实训线开发标准资装备国际产类层竞赛获奖参与质优项术权转让专员财拨经费编体育测试评级导师总聘请劳动范责险间区联系绩养计单调查类",
)
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_PUNCTUATION = str.maketrans("：（），；％“”〔〕[]【】", ':(),;%""()()()')
_FOLDS = _SAME | _PUNCTUATION


def counted(number: int, noun: str) -> str:
    """1 report, 2,000 reports."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def text_to_codes(text: str) -> NDArray[np.uint32]:
    """(n,) the code of each character, lone surrogates too."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def are_within(codes: NDArray[np.uint32], first: str, last: str) -> NDArray[np.bool_]:
    """(n,): which characters, by their codes, stand from `first` to `last` in Unicode's order."""
    return (codes >= ord(first)) & (codes <= ord(last))


def digits_in(text: str) -> int:
    """How many of the characters are 0 to 9."""
    return sum(map(text.count, "0123456789"))


def text_reordered(text: str, order: NDArray[np.intp]) -> str:
    """The characters of `text` in another order."""
    return text_to_codes(text)[order].tobytes().decode("utf-32-le", "surrogatepass")


def blanks_dropped(text: str) -> str:
    """`text` without any white space, zero-width characters included."""
    return _BLANKS.sub("", text)


@lru_cache(maxsize=65536)
def text_folded(text: str) -> str:
    """`text` as it is compared: NFKC, simplified, no blanks, half-width punctuation, lower case."""
    return blanks_dropped(unicodedata.normalize("NFKC", text).translate(_FOLDS)).lower()


def radicals_dropped(text: str) -> str:
    """`text` with the radicals that some producers write for characters as these, and all else as printed."""
    return "".join(unicodedata.normalize("NFKC", one).translate(_SAME) if "\u2e80" <= one <= "\u2fdf" else one for one in text)


def text_plain(text: str) -> str:
    """`text` with full-width letters, digits and punctuation, ligatures and radicals as plain ones (NFKC); line breaks stay."""
    return unicodedata.normalize("NFKC", text)
