"""The tokens of running text, as one expression that is scanned once.

At every place the first alternative that holds consumes its text: what only looks like a figure (a title, a document
number, a date, an ordinal, a formula, an idiom) is consumed as such, and what remains with digits is a number.  All
repetitions are possessive or bounded and a number is consumed whole whether a unit follows or not, so the scan is linear
in any text.

Groups of a match: `skip` · `time` · `ratio` · `number` with `numeral`, `unit`, `per`, `after`.
"""

from __future__ import annotations

import re

CHINESE = "零〇一二两三四五六七八九十百千万亿"
_DIGIT = "零〇一二两三四五六七八九"
ARABIC_NUMERAL = r"(?:\d{1,3}(?:,\d{3}){1,6}+(?![\d,]\d)|\d++)(?:[.?]\d++)?+"
_MIXED_NUMERAL = rf"{ARABIC_NUMERAL}(?:[余多几](?=[十百千万亿]))?(?:[百千万亿]++\d++)*+(?:[十百万亿]|千(?![瓦米克伏]))*+[余多几]?+"
_CHINESE_NUMERAL = rf"[{CHINESE}]++(?:点[{_DIGIT}]++[万亿]?)?[余多几]?[十百千万亿]*+[余多几]?"
NUMERAL = rf"\d++|[{CHINESE}]++"

_YEAR = r"(?:19|20)\d\d(?!\d)"
_CHINESE_YEAR = "[一二][〇零一二三四五六七八九]{3}"
SEMESTER = r"第[一二]学期|[上下]学期|[春秋]季(?:学期)?"
_OF_SCHOOL_YEAR = rf"学年度?(?:{SEMESTER})?|年度?"
_DASH = r"[—~\-至到]{1,2}"
_PARTS = rf"百分之(?:{ARABIC_NUMERAL}|[{_DIGIT}十百]++(?:点[{_DIGIT}]++)?)|[{_DIGIT}十百]{{1,3}}分之[{_DIGIT}十]{{1,3}}"
_SHARE = rf"{_PARTS}|(?<=[占达于近约过为到的])[1-9]/[2-9](?![\d/月号])|(?<![\d/])[1-9]/[2-9](?=以上|以下|左右|的)"
_TENTHS = r"[一二两三四五六七八九]成[一二三四五六七八九半]?(?![立功绩果员就为本长熟效交才都套品人型年])"

TIMES = "|".join(
    (
        r"“?十[一二三四五六]五”?(?:规划)?(?:期间|时期|以来|末|初)",
        rf"(?:{_YEAR}[、,和及]){{1,6}}{_YEAR}(?:年度?|[级届])",
        rf"{_YEAR}年?{_DASH}(?:{_YEAR}|\d\d(?!\d))(?:{_OF_SCHOOL_YEAR})?",
        rf"{_YEAR}/(?:{_YEAR}|\d\d(?!\d))(?:{_OF_SCHOOL_YEAR})?",
        rf"(?!2000){_YEAR}(?:起|(?=[国省县镇校]))",
        rf"{_YEAR}(?:学年度?|年度?)(?:[底末初](?![中级高步次期])|{SEMESTER}|[上下]半年|第?[一二三四]季度|\d{{1,2}}(?:{_DASH}\d{{1,2}})?月份?(?:[底初末]|\d{{1,2}}[日号])?|以来|至今|起)?",
        r"(?:19|20)\d\d\.\d{1,2}(?:\.\d{1,2})?(?!\d|[余多]?[百千万亿元%亩㎡]|平方|[学课小]时)",
        rf"(?:{_CHINESE_YEAR}年?[—至到]{{1,2}})?{_CHINESE_YEAR}(?:{_OF_SCHOOL_YEAR})",
        r"(?<!\d)\d{2}(?:\d{2})?[级届]",
        rf"(?<!\d)\d{{1,2}}(?:{_DASH}\d{{1,2}})?月(?:份|底|初|末|\d{{1,2}}[日号])?(?:{_DASH}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?",
        rf"(?<!\d)\d{{1,2}}(?:{_DASH}\d{{1,2}})?[日号点时](?!楼)",
        r"十?[一二三四五六七八九十]月(?:份|底|初)?",
        r"[上下]半年|第?[一二三四]季度",
        r"(?:近|(?<![目当以之])前|未来|过去|连续|最近|这|头|后)(?:\d{1,2}|[一二两三四五六七八九十]{1,2}|几)(?:余|多)?(?:个)?(?:学年|年|月|周|天|届)(?:来|内|间)?",
        rf"(?:\d{{1,3}}|[{CHINESE}]{{1,3}})(?:余|多)?(?:{_DASH}\d{{1,2}})?周?年(?:级|制|来|内|间|前|后|以上|多|余)?",
        r"(?<!\d)\d{1,2}:\d\d(?!\d)(?=[—\-~至,。;)前后])",
        r"\d0后",
    )
)

_SKIPS = (
    r"(?<![^。;])\d{1,2}\.(?=\d{1,5}(?:[人名位项所家期场门支间台]|个(?!百分点)))",
    r"《[^《》]{0,80}》",
    r"“[^“”]{0,12}”",
    r"「[^「」]{0,12}」",
    r"‘[^‘’]{0,12}’",
    r"\"[^\"]{1,12}\"",
    r"[〔\[({]20\d\d年?[〕\])}]第?\d{1,5}号",
    r"(?:电话|热线|手机|传真|邮编|邮政编码|账号|总机|qq|微信)(?:号码?)?[:是为]?[\d\-—()]{5,40}",
    r"(?:(?<![代发外仪报量课列地版草施构制])[图表]|附件|案例|专栏)\d++(?:[\-.—]\d++)*+(?![个篇项份则张幅])",
    rf"第(?:{NUMERAL})(?:[、和至—]第(?:{NUMERAL})|、(?:{NUMERAL}))*+[一-鿿]?",
    rf"(?<![目当以之])前(?:{NUMERAL})[名位强列个]",
    rf"(?:排名|位列|名列|位居)(?:全[国省市区县])?(?:第)?(?:{NUMERAL})[名位]?",
    r"[\da-z]++(?:[+＋][\da-z]++)++[一-鿿]?(?:制)?",
    rf"(?!{_SHARE})(?<![\d./])[1-9]/[2-9](?![\d./])",
    r"\d++[x×*＊]++\d*+",
    r"[x×*＊]{2,}+[\da-z]*+",
    r"[a-z]++[\-]?\d[a-z\d.\-]*+",
    r"[几数][十百千万亿]++",
    r"[a-z]++",
    r"每[一两]?[个名位所家门项人次]",
)


def numbers_pattern(units: str, per: str, after: str, friends: str) -> re.Pattern[str]:
    """The expression of all tokens, of the alternations of units, of what they are per, of bounds behind them, and of false friends."""
    skips = "|".join(_SKIPS)
    number = (
        rf"(?P<numeral>{_SHARE}|{_TENTHS}|{_MIXED_NUMERAL}|{_CHINESE_NUMERAL})"
        rf"(?:(?P<unit>{units})(?P<per>[/·](?:{per})(?:[·/](?:{per}))?(?![\da-z]))?)?(?P<after>{after})?"
    )
    ratio = r"(?P<ratio>(?<![\d.])\d++(?:\.\d++)?:\d++(?:\.\d++)?(?![\d:]))"
    whole = rf"(?P<time>{TIMES})|(?P<skip>{skips}|(?!{_SHARE})(?:{friends}))|{ratio}|(?P<number>{number})"
    return re.compile(rf"(?=[{_starts(friends)}])(?:{whole})")


def _starts(friends: str) -> str:
    """The characters with which a token can begin: most characters of a text are passed over by this one look."""
    fixed = '\\da-z《“「‘"〔\\[({×*＊' + CHINESE + "近前未过连最这头后第图表附案专电热手传邮账总微排位名几数每"
    first = "".join(sorted({word[:1] for word in friends.split("|")} - set("(?\\")))
    return fixed + re.escape(first)
