"""What a number counts: the word behind it in its phrase, else the word nearest before it, else what the list has counted.

A number that says by how much something changed counts nothing that has a code, whatever stands before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reportparse.interpret.figures.amounts import Amount
from reportparse.interpret.figures.contexts import Context
from reportparse.interpret.figures.grammar import TIMES
from reportparse.interpret.figures.lexicon import Lexicon, Rule, Words
from reportparse.interpret.figures.lists import Item
from reportparse.interpret.figures.quantities import Quantity
from reportparse.interpret.figures.times import SAID

_RATE = re.compile(r"(?:率|比例|占比|比重|满意度|度)(?:较|比|同比|环比|\Z|[^,;。]{0,4}\Z)")
_PEOPLE = frozenset({"人", "名", "位", "人次"})
_NAMED_PARTS = frozenset({"人", "名", "位", "%"})
"""A part of these behind 其中 may be of another kind (高级职称, 升学); a school, a programme or a level is of the whole's."""
_PEOPLE_END = re.compile(r"、(?![\d一二两三四五六七八九十])|\(")
_GOES_ON = re.compile(r"[^,;:。!?、\d]{0,4}[到至为][^,;:。!?、\d]{0,6}")
_MARKS = ",;:。!?、)"
_ALL_OF_THEM = re.compile("全部|全员|均|都")
"""毕业生 1126 人全部就业: what all of them did makes no part of them."""
_MORE_THAN = re.compile(r"(?:比|较)(?![例重率])[^,;。\d]{0,4}\d{0,4}[^,;。\d]{1,10}[多少高低]\Z")
"""比上学期多 4 门, 较 2023 年少 12 人."""
_LONGEST_CHANGE = 4
_WINDOW = 40
_LABEL = r"[^,;:。!?、\d为达率]{1,12}"
_ITEM = rf"{_LABEL}\d[\d.,]*+[^,;:。!?\d、]{{1,4}}[、,;和及与]"
_LISTED = re.compile(rf"(?P<head>(?:分别|依次)?(?:为|是|有|包括|如下|情况)?:|其中[,:]?|\()(?:{_ITEM}){{0,40}}{_LABEL}\Z")
"""护理 1208 人、会计 312 人、… behind 各专业在校生人数为:, 其中 or a bracket: every name is followed by its number."""
_GOVERNED = re.compile(rf"(?:[、和及与]|以及){_LABEL}")
_HEAD_REST = re.compile(r"(?:总?人?数量?|规模|情况|分布|统计|如下|分别|依次|具体|的|为|是|有)*")
_GROWTH = re.compile(r"增长率(?:[约仅高]?[为是达]|达到)?\Z")
_PART_OF = re.compile(r"占[^,;:。()\d]*")
_NAMED = re.compile(r"[^,;。!?:]{1,30}:\Z")
_THAN = rf"(?:{TIMES})|[去上前]一?年度?|上[一学]?[届期年]|同期|全[国省市县]|平均|水平"
_SHARE_MOVED = re.compile(
    rf"(?P<rate>率|比例|占比|比重|度|占)[^,;:。]{{0,12}}%(?:以上|以下|左右)?[,(]"
    rf"(?:较|比|同比|环比)(?:{_THAN}){{0,4}}(?:提[高升]|上升|下降|降低|回落|高|低|(?P<grew>增[长加]))[了约近]?\Z"
)
"""占 83.3%, 比上年提高 2.1%: what is compared is the share just said. 占 12.5%, 比上年增长 15%: what has the share grew."""
_AGAINST = re.compile(r"(?:较|比|同比|环比)[^,;。]*")


def is_change(context: Context, lexicon: Lexicon) -> bool:
    """Whether the words before the number say that something grew or fell by it."""
    own = context.own.rstrip("约近超达")
    return bool(_MORE_THAN.search(own)) or any(own[-length:] in lexicon.changes for length in range(1, min(_LONGEST_CHANGE, len(own)) + 1))


def is_share_of_points(quantity: Quantity, context: Context, lexicon: Lexicon) -> bool:
    """Whether a per cent is a difference of two rates: 就业率较上年增加 8.36% means points."""
    if quantity.unit is None or quantity.unit.name != "%" or not is_change(context, lexicon):
        return False
    if _GROWTH.search(context.clause):
        return False  # the rate is that of growth: a rate of nothing that is itself a share
    moved = _SHARE_MOVED.search(context.earlier[-_WINDOW:] + context.own)
    if moved and not (moved["rate"] == "占" and moved["grew"]):
        return True
    return bool(_RATE.search(_AGAINST.sub("", context.clause)) or re.search(r"率较|率比|率同比", context.clause))


def amount_to_measure(amount: Amount, context: Context, inherited: str | None, lexicon: Lexicon) -> str:
    """The code of what is counted, empty where none fits. `inherited` is the measure of the list's previous figure with this unit."""
    unit = amount.quantity.unit
    if unit is None or is_change(context, lexicon):
        return ""
    behind = _measure_behind(unit.name, context, lexicon)
    if behind is not None:
        return behind
    before = _measure_before(unit.name, context, inherited, lexicon)
    if before is None:
        before = _measure_listed(unit.name, context, inherited, lexicon)
    return unit.measure if before is None else before


def item_to_measure(item: Item, amount: Amount, context: Context, lexicon: Lexicon) -> str | None:
    """What one number of a list with 分别 counts, by its own name; None where the names are not of counts.

    A name without a word for a count shares the last one's (省级、市级课题), but not where that word is all of the last name
    (学生、用人单位满意度).
    """
    words = lexicon.words_before.get(_unit(amount))
    if not words or _nearest(words, item.tail, context):
        return None
    named = [_named(_unit(amount), name, context, lexicon) for name in item.names]
    own, last = named[item.names.index(item.text)], named[-1]
    shared = last is not None and bool(last[1]) and None in named
    if (own is None and last is None) or (shared and own in (None, last)):
        return None
    return own[0] if own else ""


def _unit(amount: Amount) -> str:
    return amount.quantity.unit.name if amount.quantity.unit else ""


def _named(unit: str, name: str, context: Context, lexicon: Lexicon) -> tuple[str, str] | None:
    """The measure that a name says, and the words before it."""
    words = lexicon.words_before[unit]
    alone = replace(context, own=name, clause=name, earlier="")
    said = None
    for found in words.pattern.finditer(name):
        if rule := _rule_of(found, words, alone):
            gap = name[found.end() :].removesuffix("数").removesuffix(unit)
            fits = _HEAD_REST.fullmatch(gap) or lexicon.links.fullmatch(gap)
            said = rule.measure if fits else "", name[: found.start()]
    return said


def _measure_listed(unit: str, context: Context, inherited: str | None, lexicon: Lexicon) -> str | None:
    """What a named item of a list counts: what the list's head says, behind 其中 what the whole was counted in."""
    text = context.earlier + context.own
    listed = _LISTED.search(text)
    words = lexicon.words_before.get(unit)
    if inherited in lexicon.governing and unit in _PEOPLE and _GOVERNED.fullmatch(context.own):
        return inherited
    if not listed or not words:
        return None
    if listed["head"].startswith(("其中", "(")):
        label = text[listed.start("head") :].rpartition("、")[2]
        return inherited if unit not in _NAMED_PARTS or lexicon.part_name.search(label) else None
    head = _nearest(words, re.split(r"[,;。:]", text[: listed.start("head")])[-1], context)
    return head[0].measure if head and _HEAD_REST.fullmatch(head[1]) else None


def _measure_behind(unit: str, context: Context, lexicon: Lexicon) -> str | None:
    words = lexicon.words_after.get(unit)
    phrase = _PEOPLE_END.split(context.behind)[0] if unit in _PEOPLE else _phrase(context.behind, lexicon)
    if not words or not phrase or _ALL_OF_THEM.match(phrase):
        return None
    rule = None
    for found in words.pattern.finditer(phrase):
        rule = _rule_of(found, words, context) or rule
    if rule is None and unit in ("个", "项"):
        return ""
    return rule.measure if rule else None


def _phrase(behind: str, lexicon: Lexicon) -> str:
    """The noun phrase behind a classifier; none where the number goes on to another at once (18 项增到 25 项)."""
    end = lexicon.phrase_end.search(behind)
    phrase = behind[: end.start()] if end else behind
    return "" if _GOES_ON.fullmatch(phrase) else phrase


def _measure_before(unit: str, context: Context, inherited: str | None, lexicon: Lexicon) -> str | None:
    words = lexicon.words_before.get(unit)
    if not words:
        return None
    label = _label(context)
    own = SAID.sub("", label or context.own)
    found = _nearest(words, own, context)
    if found is not None:
        rule, gap = found
        return rule.measure if not rule.near or lexicon.links.fullmatch(gap) else ""
    if not own.endswith("等") and not lexicon.thin.fullmatch(own):
        return None
    if not context.clause and not label and (context.behind.strip(_MARKS) if unit in _PEOPLE else _phrase(context.behind, lexicon)):
        return None
    if inherited is not None and not own.endswith("等"):
        return inherited
    found = _nearest(words, _PART_OF.sub("", context.earlier), context)
    return found[0].measure if found else None


def _label(context: Context) -> str:
    """家长满意度: of 家长满意度:95%: what a colon sets before the number names it, and nothing said before does."""
    found = None if context.own else _NAMED.search(context.earlier)
    return found.group() if found else ""


def _nearest(words: Words, text: str, context: Context) -> tuple[Rule, str] | None:
    """The last word before the number whose rule holds, and what stands between."""
    best: tuple[Rule, str] | None = None
    for found in words.pattern.finditer(text):
        if rule := _rule_of(found, words, context):
            best = rule, text[found.end() :]
    return best


def _rule_of(found: re.Match[str], words: Words, context: Context) -> Rule | None:
    return next((rule for rule in words.rules[(found.lastindex or 1) - 1] if _follows(rule, found) and _holds(rule, context)), None)


def _follows(rule: Rule, found: re.Match[str]) -> bool:
    return rule.follows is None or bool(rule.follows.search(found.string[: found.start()]))


def _holds(rule: Rule, context: Context) -> bool:
    if rule.unless and (rule.unless.search(context.clause) or rule.unless.search(context.behind)):
        return False
    sentence = context.earlier + context.own + context.later
    if rule.unless_sentence and rule.unless_sentence.search(sentence):
        return False
    return not rule.only_sentence or bool(rule.only_sentence.search(sentence))
