"""Covers thrown together at random: whatever the name read from them is worth, no wrong one goes without a word."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from reportparse.catalogue import load_catalogue
from reportparse.interpret import read_identity
from reportparse.model import Column, Paper, Paragraph, Place, Table

CATALOGUE = load_catalogue()
CHARACTERS = "青江河海山云岭桥湖原平安宁和同向任兴泰东西南北中大长临新石白沙桂柳金银龙凤鹤松"
TRADES = ["工业", "商贸", "交通", "卫生", "师范", "电子信息", "机电工程", "食品药品", "幼儿师范", "外国语", "民族", "育才", "启智"]
ENDINGS = ["学校", "职业学校", "中等专业学校", "职业中专", "职业高级中学", "技师学院", "职教中心", "职业技术学院", "高等专科学校"]
MOTTOES = ["德技并修 知行合一", "办人民满意的学校", "建设全国一流职业学校", "国家中等职业教育改革发展示范学校", "建校六十周年"]
TITLES = ["质量年度报告", "中等职业教育质量年度报告", "年度质量报告", "中等职业学校质量年度报告"]
OPENINGS = ["{}创办于1983年。", "{}是一所公办学校。", "近年来，{}不断发展。", "据统计，{}培养学生3万人。", "在上级领导下，我们{}取得进步。"]
OTHERS = ["我校与{}签约。", "{}创办于1959年，是我校的合作单位。", "{}派出教师6人。", "毕业生升入{}学习。", "2024年，{}来我校考察。"]


def place(rng: Random) -> str:
    two = "".join(rng.sample(CHARACTERS, 2))
    return two + rng.choice(["", "", "市", "县", "区", "省" + "".join(rng.sample(CHARACTERS, 2)) + "市"])


def school(rng: Random) -> str:
    if rng.random() < 0.1:
        return place(rng) + rng.choice(["大学", "师范大学"]) + "附属" + rng.choice(["中等职业学校", "职业中学"])
    return place(rng) + rng.choice([*TRADES, "第一", "第三"]) + rng.choice(ENDINGS)


def cover(rng: Random, name: str) -> list[str]:
    cut = rng.randint(2, len(name) - 2) if rng.random() < 0.4 else len(name)
    parts = [part for part in (name[:cut], "Vocational School" if rng.random() < 0.1 else "", name[cut:]) if part]
    title = [rng.choice(TITLES), rng.choice(["（2024年度）", "2024年度", "（2024）"])]
    glued = [*parts[:-1], parts[-1] + title[0], title[1]]
    lines = rng.choice([[*parts, *title], glued, [*title, "编制单位：" + name], [*title, *parts], title])
    above = [rng.choice(MOTTOES)] if rng.random() < 0.3 else []
    above += [place(rng) + rng.choice(["教育局", "人民政府"])] if rng.random() < 0.1 else []
    below = [rng.choice(["合作院校：", "对口支援：", ""]) + school(rng)] if rng.random() < 0.2 else []
    return [*above, *lines, *below, *([rng.choice(MOTTOES)] if rng.random() < 0.1 else [])]


def prose(rng: Random, name: str) -> list[str]:
    texts = [rng.choice(OPENINGS).format(rng.choice([name, name, "我校"])) for _ in range(rng.randint(1, 4))]
    for partner in (school(rng) for _ in range(rng.randint(0, 3))):
        texts += [rng.choice(OTHERS).format(partner) for _ in range(rng.randint(1, 3))]
    texts += [f"坚持立德树人，{rng.choice(MOTTOES).replace(' ', '，')}。"] if rng.random() < 0.3 else []
    rng.shuffle(texts)
    return texts


def paper(rng: Random, name: str) -> Paper:
    texts = prose(rng, name)
    table = Table(1, "计分卡", "", "", (Column("year", "2024年", 2024),), (), "pdfium", Place(9, (0.0, 0.0, 0.0, 0.0)))
    paragraphs = tuple(Paragraph(text, "", np.full(len(text), 5, np.int32), np.zeros((len(text), 4), np.float32)) for text in texts)
    running = (rng.choice([name, name + "质量年度报告", "质量年度报告"]),) if rng.random() < 0.25 else ()
    return Paper((table,), paragraphs, tuple(cover(rng, name)), running=running)


@pytest.mark.parametrize("seed", range(4))
def test_no_wrong_name_goes_without_a_word(seed: int) -> None:
    rng = Random(seed)
    right = doubted = 0
    for _ in range(150):
        name = school(rng)
        seen = paper(rng, name)
        outcome = read_identity(seen, "", CATALOGUE)
        said = "identity-unclear" in {problem.code for problem in outcome.problems}
        found = outcome.items[0].institution
        assert found == name or said, (name, found, seen.cover, [one.text for one in seen.paragraphs], seen.running)
        right += found == name
        doubted += found == name and said
    assert right >= 120
    assert doubted <= 60
