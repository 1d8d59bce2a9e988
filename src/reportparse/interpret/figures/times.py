"""Which time a figure is of: the period as said nearest before the number, and the year of the data."""

from __future__ import annotations

import re

from reportparse.interpret.figures.contexts import Context
from reportparse.interpret.figures.grammar import SEMESTER, TIMES
from reportparse.numbers import number_from_text

_PARTIAL = "[上下]半年|第?[一二三四]季度"
_FOUNDING = "(?:建校|建院|办学|创办|成立|开办|启动|实施|挂牌|运行)"
_AGE = r"(?:[一二三四五六七八九十百\d]{1,3}[余多]?年)?"
_LONG_AGO = rf"近些?年来?|历年来?|多年来|{_FOUNDING}{_AGE}(?:以来|至今|之初|初期|初(?!中)|时(?!间))"
SAID = re.compile(
    rf"《[^《》]{{0,80}}》|{TIMES}|每学期|每学年|每年|每月|每周|年均|全年|今年|本年度?|[当同]年(?!龄|级)|去年|上一?年度?|前年|本学年|上学年|[上本]届|上一届|明年|下一?年度?|年内|"
    rf"{_PARTIAL}|第[一二]学期|(?<![\d年])(?:[上下]学期|[春秋]季学期)|{_LONG_AGO}|年(?=培训|接待|招生|服务|开展|均)"
)
_BRACKETED = re.compile(rf"\(({TIMES})\)")
"""82.6%(2023届): the time behind a number, in brackets of its own."""
_RATES = frozenset({"年", "年均"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_CHINESE_YEAR = re.compile("[一二][〇零一二三四五六七八九]{3}")
_TO_ARABIC = str.maketrans("〇零一二三四五六七八九", "00123456789")
_COHORT = re.compile(r"\A(?:\d{2}|\d{4})[级届]\Z")
_DURATION = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,3})[余多]?周?年(?:级|制|内|前|后|间|以上|多|余)?"
_NO_PERIOD = re.compile(rf"\A{_DURATION}\Z|后\Z|(?<![校院学办立])[点时]\Z|\A[^年月]*[日号]\Z|:\d\d\Z|[级届]制")
_MANY_YEARS = re.compile(r"[—~\-至到、,和及/].*年|近|未来|过去|连续|五|期间|初|时|历年|年来|年间|以来|至今|起")
_SCHOOL_YEAR = re.compile(r"20\d\d/\d\d")
"""2023/2024 and 2023/24 are school years. One is of the year in which it ends, as the tables of the edition after it are."""
_PART_OF_YEAR = re.compile(rf"(?:\d{{1,2}}|十?[一二三四五六七八九十])月|{_PARTIAL}")
_SAME_YEAR = frozenset({"当年", "同年"})
_SINCE_THEN = re.compile(r"[^,;。\d]{1,20}?(?:以来|至今)")
_YEARS_AGO = re.compile(r"(\d{1,2}|[一二两三四五六七八九十])年前")
_IS_NOW = re.compile(r"现有|目前|现共有|现开设|如今|现在|现已")
_WAS_NOW = re.compile(rf"截[至止]|{_IS_NOW.pattern}")
_PART_OF_SCHOOL_YEAR = re.compile(SEMESTER)
_TWO_YEARS = re.compile(r"20\d\d(?:年?[—~\-至到]{1,2}|/)(?:20)?\d\d")
_SCHOOL_YEARS = re.compile(rf"{_TWO_YEARS.pattern}|20\d\d学年")
_IN_SCHOOL_YEAR = re.compile(rf"(?:{_TWO_YEARS.pattern}|20\d\d)学年度?")
_AUTUMN = re.compile(r"学年度?(?:第一学期|上学期|秋季(?:学期)?)")
_SPRING = re.compile(r"学年度?(?:第二学期|下学期|春季(?:学期)?)")
"""The first semester of 2023-2024学年 is held in autumn 2023, the second of 2023学年 in spring 2024."""
_IN_YEAR = re.compile(r"((?:19|20)\d\d)年(?!以来|至今|起|[—~\-至到])")
_TWELVE_MONTHS = re.compile(r"(20\d\d)年[89]月.*(20\d\d)年[78]月")
"""2023年9月至2024年8月 is a school year too."""
_TOTALLED = re.compile(r"共|累计|总计|合计")
_BASE = re.compile(r"的[\d.一二两三四五六七八九十]+[余多]?倍|(?:同期|底|末)?相比")
_ASIDE = re.compile(r"\(([^()]{0,60})\)")
_BEHIND_NUMBER = re.compile(r"\d[^,;。()\d]{0,5}\Z")
_COMPARED = re.compile(r"(?:较|(?<!占)比(?![例重率赛]))[^,;。]*\Z")
_AS_IT_WAS = re.compile(r"(?:同期)?[的(][^\d]*\Z")
"""较上年的 98 家, 比去年(97.85%): the number at once behind what something is compared with is of that time."""
_BEFORE_FOUNDED = re.compile(r"(?:[建办立始迁格]|落成)于\Z")
_FOUNDED = re.compile(
    r"[^,;。]{0,12}?(?:建校|建院|始建|创[办建立]|兴办|升格|更名|改名|改为现名|迁入|迁至|迁址|合并|组建|改制|划归|挂牌)"
)
_HONOURED = re.compile(r"[^,;。]{0,12}?(?:认定为|评为|确定为|列为|晋升为|荣获|获评|入选|被授予)")
_STANDS_NOW = re.compile(r"[,;][^,;。]{0,6}?(?:现[有开设共]|目前|占地)")
_STANDS = re.compile(r"[,;][^,;。]{0,6}?(?:现[有开设共]|目前|占地|建筑面积|累计)")
_GREW_TO = re.compile(r"\d[^,;。]{0,9}[增升降减提扩涨展变跃缩][^,;。]{0,3}[到至为]")
_YEARS_LONG = re.compile(_DURATION)
_JOINS = ("、", "和", "及", "至", "到", "—", "-", "~")
_SINCE = ("以来", "至今", "起")
_SHIFTS = {"去年": -1, "上年": -1, "上一年": -1, "上年度": -1, "上一年度": -1, "上学年": -1, "前年": -2, "上届": -1, "上一届": -1}
_SHIFTS |= {"明年": 1, "下年": 1, "下一年": 1, "下年度": 1, "下一年度": 1}


def context_to_period(context: Context, unit: str) -> str:
    """The nearest period said before the number in its sentence; neighbours joined by a comma are one (2022级、2023级).

    A part of a year is of the year said before it: 2023年3月…, 5月… is 2023年5月; so is a semester of its school year, and 当年.
    2023年招生 1012 人，现有在校生 3126 人: what there is now is not of the year of the figure before.
    """
    if behind := _BRACKETED.match(context.behind):
        return behind[1]
    text = _ASIDE.sub(_aside_hidden, context.earlier + context.own)
    clause = len(text) - len(context.clause)
    start = end = 0
    year = school_year = ""
    for found in SAID.finditer(text):
        if _is_period(found, text, clause) and not (found.group() in _RATES and end) and not _is_base(found, text, unit):
            joined = end > 0 and text[end : found.start()] in _JOINS
            start, end = (start if joined else found.start()), _end_of_since(found, text)
            year = within[1] if (within := _IN_YEAR.search(text, start, end)) else year
            school_year = within.group() if (within := _IN_SCHOOL_YEAR.search(text, start, end)) else school_year
    period = text[start:end]
    if end <= len(context.earlier) and _is_of_now(context):
        return ""
    if year and period in _SAME_YEAR:
        return f"{year}年"
    if _PART_OF_SCHOOL_YEAR.fullmatch(period):
        return school_year + period
    return f"{year}年{period}" if year and _PART_OF_YEAR.match(period) else period


def _end_of_since(found: re.Match[str], text: str) -> int:
    """自1992年开办机电专业以来 is one period."""
    since = _SINCE_THEN.match(text, found.end()) if text[found.start() - 1 : found.start()] in ("自", "从") else None
    return since.end() if since else found.end()


def _is_of_now(context: Context) -> bool:
    """Whether 现有 sets a number apart from the time of the figures before it, which say nothing of now themselves."""
    return context.previous is not None and bool(_IS_NOW.search(context.own)) and not _WAS_NOW.search(context.earlier)


def _aside_hidden(found: re.Match[str]) -> str:
    """What stands in a closed bracket is said of nothing behind it, but where the bracket only explains a time: 上学年(2023-2024学年)."""
    explains = SAID.fullmatch(found[1]) and not _BEHIND_NUMBER.search(found.string, max(0, found.start() - 8), found.start())
    return found.group() if explains else "\0" * len(found.group())


def _is_base(found: re.Match[str], text: str, unit: str) -> bool:
    """Whether a time is only what something is measured by: 由上年的 4867 人上升到 5320 人 (of the second number), 是 2021 年的 2.3 倍."""
    if text[found.start() - 1 : found.start()] in ("由", "从") and _GREW_TO.search(text, found.end()):
        return True
    behind = text[found.end() :]
    return bool(_BASE.match(behind)) or (unit == "倍" and behind == "的")


def _is_period(found: re.Match[str], text: str, clause: int) -> bool:
    """Not a duration, not what something is compared with (较上年增长), and 每年 only of its own clause.

    Nor the year in which a school was founded, named or moved (创建于1987年，占地245亩): what stands there is counted today.
    """
    said = found.group()
    if _is_total_of_years(found, text) or _YEARS_AGO.fullmatch(said):
        return True
    if said[0] == "《" or _NO_PERIOD.search(said) or (said[0] in "每年" and found.start() < clause):
        return False
    if _BEFORE_FOUNDED.search(text, max(0, found.start() - 4), found.start()):
        return False
    if found.start() < clause and _is_of_the_past(text, found.end()):
        return False
    return not _COMPARED.search(text[max(0, found.start() - 8) : found.start()]) or bool(_AS_IT_WAS.match(text, found.end()))


def _is_of_the_past(text: str, end: int) -> bool:
    """Whether a year tells only when a school was founded, or honoured, and what stands there now is counted."""
    return any(past.match(text, end) and now.search(text, end) for past, now in ((_FOUNDED, _STANDS), (_HONOURED, _STANDS_NOW)))


def _is_total_of_years(found: re.Match[str], text: str) -> bool:
    """三年共培训 9000 人次: a duration that something is added up over."""
    return bool(_YEARS_LONG.fullmatch(found.group()) and _TOTALLED.match(text, found.end()))


def figure_year(period: str, measure: str, report_year: int | None) -> int | None:
    """The year of a figure's data. Only what happens once to a cohort (招生, 毕业) dates by it; 2022级在校生 are counted today."""
    if "级" in period and measure != "intake":
        return report_year
    return period_to_year(period, report_year)


def period_to_year(period: str, report_year: int | None) -> int | None:
    """The year of the data: the one said, else the report's; None for several years together."""
    if period in _SHIFTS:
        return None if report_year is None else report_year + _SHIFTS[period]
    if ago := _YEARS_AGO.fullmatch(period):
        return None if report_year is None else report_year - int(number_from_text(ago[1]) or 0)
    period = _CHINESE_YEAR.sub(lambda found: found.group().translate(_TO_ARABIC), period)
    years = _YEAR.findall(period)
    if found := _TWELVE_MONTHS.match(period):
        return int(found[2])
    if ("学年" in period or _SCHOOL_YEAR.match(period)) and years:
        return _school_year_to_year(period, years, report_year)
    if _YEARS_LONG.fullmatch(period) or len(years) > 1 or (not years and _MANY_YEARS.search(period)) or period.endswith(_SINCE):
        return None
    if years:
        return int(years[0])
    return _cohort_to_year(period) if _COHORT.match(period) else report_year


def _school_year_to_year(period: str, years: list[str], report_year: int | None) -> int | None:
    """The year in which it ends; a semester's own year; one that ends after the report's year has only begun. None for several."""
    if len(_SCHOOL_YEARS.findall(period)) > 1:
        return None
    first = int(years[0])
    if not _TWO_YEARS.search(period):
        return first + bool(_SPRING.search(period))
    begun = report_year is not None and first + 1 > report_year
    return first if begun or _AUTUMN.search(period) else first + 1


def _cohort_to_year(period: str) -> int | None:
    digits = re.search(r"\d+", period)
    if not digits:
        return None
    return int(digits.group()) if len(digits.group()) == 4 else 2000 + int(digits.group())
