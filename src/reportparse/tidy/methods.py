"""Survey methods that a page break or a wrap may have cut, or joined with their neighbours': no number says that they are wrong.

What is no method and made of parts of some (查问卷调) is not what was printed, and what stands above and below it may lack them. A table
names few methods, most of them in many rows: one that stands in it once, and is a part of another or holds another, may be what is left
of that, unless it is known and no page break is near; so may an empty cell among filled ones, and the first empty one of a page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportparse.model import Catalogue, Observation
from reportparse.text import text_folded

_ALL = re.compile(".*")
_FEWEST = 3  # methods of a table that say that all rows have one
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class _Forms:
    """What a whole method looks like, folded, and what parts of methods in a row do."""

    whole: re.Pattern[str]
    parts: re.Pattern[str]

    def is_in_parts(self, method: str) -> bool:
        return bool(method) and not self.whole.fullmatch(method) and self.parts.fullmatch(method) is not None

    def lacks(self, method: str, above: str, below: str) -> bool:
        """Is it whole only with the end of one in parts above it, or with the beginning of one below?"""
        ends = (above[i:] + method for i in range(1, len(above)) if self.is_in_parts(above))
        starts = (method + below[:i] for i in range(1, len(below)) if self.is_in_parts(below))
        return any(self.whole.fullmatch(joined) for joined in (*ends, *starts))


def find_doubtful_methods(rows: Sequence[Observation], catalogue: Catalogue) -> Iterator[tuple[int, str]]:
    """The number of each row whose method may not be the printed one, and why."""
    forms = _forms(*(tuple(map(text_folded, catalogue.phrases.get(f"survey.{kind}", ()))) for kind in ("method", "means", "join")))
    tables: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.survey_method or row.survey_size is not None:
            tables[row.table_no, row.table_name].append(number)
    for numbers in tables.values():
        methods = [text_folded(rows[number].survey_method) for number in numbers]
        counts = Counter(filter(None, methods))
        pages = [rows[number].place.page for number in numbers]
        beside = zip(["", *methods], [*methods[1:], ""], strict=False)
        empty = sum(not method for method in methods)
        for k, (number, method, others) in enumerate(zip(numbers, methods, beside, strict=True)):
            is_sure = forms.whole.fullmatch(method) is not None and len(set(pages[max(k - 1, 0) : k + 2])) == 1
            heads_page = k > 0 and pages[k] != pages[k - 1] and methods[k - 1] != ""
            why = _doubt(method, counts, 1 if heads_page else empty, is_sure=is_sure)
            if why or forms.is_in_parts(method) or (method and forms.lacks(method, *others)):
                yield number, why or f"the survey method {method} may have been cut, or joined with another"


@lru_cache(maxsize=8)
def _forms(methods: Sequence[str], means: Sequence[str], join: Sequence[str]) -> _Forms:
    """From the folded words."""
    words = {*methods, *means, *join}
    one, before, between = (_any(some) for some in (methods, means, join))
    ends = _any({word[i:] for word in words for i in range(1, len(word))})
    starts = _any({word[:i] for word in words for i in range(1, len(word))})
    whole = f"{before}*{one}(?:{between}+{before}*{one})*"
    return _Forms(re.compile(whole), re.compile(f"{ends}?{_any(words)}*{starts}?")) if methods else _Forms(_ALL, _ALL)


def _any(words: Collection[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})" if words else "(?!)"


def _doubt(method: str, counts: Counter[str], empty: int, *, is_sure: bool) -> str:
    if not method:
        return "no survey method, where other rows have one" if empty == 1 and counts.total() >= _FEWEST else ""
    if _DIGIT.search(method):
        return f"the survey method {method} has a number in it"
    like = next((one for one in counts if one != method and (one in method or method in one)), "")
    is_lone = like and counts[method] == 1 and not is_sure
    return f"the survey method {method} stands here alone and may be {like}, cut or joined" if is_lone else ""
