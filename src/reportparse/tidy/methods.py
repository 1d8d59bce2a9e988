"""Survey methods that a page break or a wrap may have cut, or joined with their neighbours': no number says that they are wrong.

A table names few methods, most of them in many rows. One that stands in it once, and is a part of another or holds another, may be what is
left of that, unless it is known and no page break is near; so may an empty cell among filled ones.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from reportparse.model import Catalogue, Observation
from reportparse.text import text_folded

_FEWEST = 3  # methods of a table that say that all rows have one
_DIGIT = re.compile(r"\d")


def find_doubtful_methods(rows: Sequence[Observation], catalogue: Catalogue) -> Iterator[tuple[int, str]]:
    """The number of each row whose method may not be the printed one, and why."""
    known = {text_folded(word) for word in catalogue.phrases.get("survey.method", ())}
    tables: defaultdict[tuple[int | None, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.survey_method or row.survey_size is not None:
            tables[row.table_no, row.table_name].append(number)
    for numbers in tables.values():
        methods = [text_folded(rows[number].survey_method) for number in numbers]
        counts = Counter(filter(None, methods))
        pages = [rows[number].place.page for number in numbers]
        for k, (number, method) in enumerate(zip(numbers, methods, strict=True)):
            is_sure = method in known and len(set(pages[max(k - 1, 0) : k + 2])) == 1
            if why := _doubt(method, counts, sum(not one for one in methods), is_sure=is_sure):
                yield number, why


def _doubt(method: str, counts: Counter[str], empty: int, *, is_sure: bool) -> str:
    if not method:
        return "no survey method, where all other rows have one" if empty == 1 and counts.total() >= _FEWEST else ""
    if _DIGIT.search(method):
        return f"the survey method {method} has a number in it"
    like = next((one for one in counts if one != method and (one in method or method in one)), "")
    is_lone = like and counts[method] == 1 and not is_sure
    return f"the survey method {method} stands here alone and may be {like}, cut or joined" if is_lone else ""
