"""The desk without scripts: what is shown, what is kept, what is said when something does not work."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from desk_forms import Surfer, form_of, judge

from reportparse.catalogue import load_catalogue, load_corrections
from reportparse.desk.bench import Bench, Files
from reportparse.desk.door import Door
from reportparse.desk.queues import sample_queue
from reportparse.desk.server import desk_app
from reportparse.desk.verdict_file import read_verdicts
from reportparse.model import RunRecord, Settings
from reportparse.review import Design, Judgement
from reportparse.store import read_run, write_run

DOOR = Door(token="t0ken")

HOSTILE = "</title></td><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}"


def test_a_value_is_shown_with_everything_around_it(client, bench_of):
    spot = bench_of().queues[0].spots[0]
    page = client.get("/").text
    for words in (spot.institution, spot.name_raw, spot.value_raw, spot.indicator_code, "The rows around it", "1 of 12", "0 right"):
        assert words in page
    assert re.search(r'<rect id="cell" x="[\d.]+"', page) and f"/picture/{spot.report_id}/{spot.place.page}.png" in page


def test_flags_are_explained_and_relations_told(client, bench_of):
    queue = next(number for number, one in enumerate(bench_of().queues) if one.name == "flag:value-implausible")
    page = client.get(f"/q/{queue}/").text
    assert "value-implausible" in page and "outside the range" in page
    ratio = next(spot for spot in bench_of(400).queues[0].spots if spot.indicator_code == "outcomes.placed")
    from reportparse.desk.surroundings import spot_to_agreements

    told = list(spot_to_agreements(ratio, bench_of().rows_of_report(ratio.report_id), bench_of().catalogue))
    assert told and all("≤" in one.text or "=" in one.text or "≈" in one.text for one in told)
    assert all(one.holds is not False for one in told)


def test_verdicts_go_on_to_the_next_value_and_are_on_the_disk(client, bench_of):
    queue = bench_of().queues[0]
    for number, verdict in enumerate(("right", "wrong", "unsure")):
        answer = judge(client, verdict)
        assert answer.status_code == 303 and answer.headers["location"] == f"/q/0/{queue.spots[number + 1].spot}"
    log = bench_of().log().judgements
    assert [(one.verdict, one.who, one.queue) for one in log] == [(verdict, "Li", "sample") for verdict in ("right", "wrong", "unsure")]
    assert [one.spot for one in log] == list(queue.spots[:3])
    assert "1 right" in client.get("/").text and "3 of 12" in client.get("/").text


def test_a_sample_counts_what_was_judged_in_its_own_order(client, bench_of):
    bench = bench_of(400)  # every value of the run is in the sample
    flagged = next(number for number, queue in enumerate(bench.queues) if queue.name.startswith("flag:"))
    spot = bench.queues[flagged].spots[0]
    bench.judge(Judgement(spot, "wrong", who="Li", queue=bench.queues[flagged].name))
    assert bench.progress(flagged).judged == 1 and bench.progress(0).judged == 0
    drawn = bench.spot(0, spot.spot)
    bench.judge(Judgement(drawn, "right", who="Li"))
    bench.judge(Judgement(spot, "unsure", who="Li", queue=bench.queues[flagged].name))
    assert bench.progress(0).unsure == 1 and bench.standing()[spot.spot].spot.stratum == drawn.stratum


def test_the_end_of_a_sample_tells_the_score(client):
    for _ in range(12):
        judge(client, "right")
    page = client.get("/q/0/").text
    assert "All 12 are judged" in page and "of all values 100 % are right" in page


def test_a_right_value_becomes_a_correction_and_undoing_takes_it_back(client, bench_of, folder):
    path = folder / "corrections.yaml"
    judge(client, "wrong", right_value="１,234.5", note="misread")
    (kept,) = bench_of().log().judgements
    assert (kept.verdict, kept.right_value, kept.note) == ("wrong", "1234.5", "misread")
    (correction,) = load_corrections(str(path))
    spot = bench_of().queues[0].spots[0]
    assert (correction.report, correction.indicator, correction.year) == (spot.report_id, spot.indicator_code, spot.data_year)
    assert (correction.value, correction.printed, correction.why, correction.who) == (1234.5, spot.value_raw, "misread", "Li")
    answer = client.post("/undo", data=form_of(client.get("/").text, "/undo"), follow_redirects=False)
    assert answer.headers["location"] == f"/q/0/{spot.spot}"
    assert load_corrections(str(path)) == () and bench_of().standing() == {}
    assert [one.verdict for one in bench_of().log().judgements] == ["wrong", "undone"]


def test_judging_again_replaces_the_correction(client, bench_of, folder):
    spot = bench_of().queues[0].spots[0]
    judge(client, "wrong", right_value="5")
    judge(client, "wrong", form_of(client.get(f"/q/0/{spot.spot}").text), right_value="6")
    assert [one.value for one in load_corrections(str(folder / "corrections.yaml"))] == [6.0]
    judge(client, "right", form_of(client.get(f"/q/0/{spot.spot}").text))
    assert load_corrections(str(folder / "corrections.yaml")) == ()


def test_what_people_wrote_into_the_corrections_stays(client, bench_of, folder):
    path = folder / "corrections.yaml"
    theirs = "- {report: x, indicator: a.b, year: 2024, printed: '1', value: 2, why: seen, who: Wang, when: 2025-01-01}"
    path.write_text(f"# ours\ncorrections:\n{theirs}\n")
    judge(client, "wrong", right_value="—")
    assert path.read_text().startswith("# ours\n") and [one.missing for one in load_corrections(str(path))] == ["", "dash"]
    client.post("/undo", data=form_of(client.get("/").text, "/undo"))
    assert [one.who for one in load_corrections(str(path))] == ["Wang"]


def test_a_correction_that_somebody_edited_is_not_taken_back_and_that_is_said(client, folder):
    path = folder / "corrections.yaml"
    judge(client, "wrong", right_value="5")
    path.write_text(path.read_text().replace("value: 5", "value: 7"))
    page = client.post("/undo", data=form_of(client.get("/").text, "/undo")).text
    assert "no longer in corrections.yaml as it was written" in page and load_corrections(str(path))[0].value == 7


def test_a_corrections_file_that_does_not_hold_loses_no_verdict(client, bench_of, folder):
    (folder / "corrections.yaml").write_text("corrections: [\n")
    answer = judge(client, "wrong", right_value="5")
    assert "no correction was written" in client.get(answer.headers["location"]).text
    assert [one.verdict for one in bench_of().log().judgements] == ["wrong"]
    assert (folder / "corrections.yaml").read_text() == "corrections: [\n"


@pytest.mark.parametrize("typed", ["outcomes.graduates", "毕业生人数 (人) [outcomes.graduates]", "毕业生人数", "none"])
def test_another_indicator_by_code_by_choice_and_by_name(client, folder, typed):
    judge(client, "wrong", right_indicator=typed)
    (correction,) = load_corrections(str(folder / "corrections.yaml"))
    assert correction.becomes == ("none" if typed == "none" else "outcomes.graduates")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"right_value": "about 5"}, "is no number"),
        ({"right_indicator": "国家级数量"}, "fits several"),
        ({"right_indicator": "x"}, "is no indicator"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(client, bench_of, typed, words):
    answer = judge(client, "wrong", note="to keep", **typed)
    assert answer.status_code == 409 and words in answer.text and bench_of().log().judgements == ()
    assert form_of(answer.text)["note"] == "to keep" and set(typed.values()) <= set(form_of(answer.text).values())


def test_what_is_typed_beside_right_is_not_a_correction(client, bench_of, folder):
    judge(client, "right", right_value="5")
    assert not (folder / "corrections.yaml").exists() and bench_of().log().judgements[0].right_value == ""


# ------------------------------------------------------------------------------------------------ several people


def test_two_browsers_at_once(client, bench_of):
    """Both see the same value; the second is told what the first said, and may overrule it knowingly."""
    first = form_of(client.get("/").text)
    assert judge(client, "right", first, who="Li").status_code == 303
    answer = judge(client, "wrong", first, who="Wang", note="look at the page")
    assert answer.status_code == 409 and "Somebody judged this value meanwhile" in answer.text and "by Li" in answer.text
    assert [one.who for one in bench_of().log().judgements] == ["Li"]
    assert judge(client, "wrong", form_of(answer.text), who="Wang").status_code == 303
    assert bench_of().standing()[first["spot"]].who == "Wang"


def test_two_of_one_mind_and_two_clicks_are_no_conflict(client, bench_of):
    first = form_of(client.get("/").text)
    assert judge(client, "right", first).status_code == judge(client, "right", first).status_code == 303


def test_one_undoes_only_ones_own(client, bench_of):
    judge(client, "right", who="Li")
    judge(client, "right", who="Wang")
    client.post("/undo", data=form_of(client.get("/").text, "/undo") | {"who": "Li"})
    assert [one.who for one in bench_of().standing().values()] == ["Wang"]
    page = client.post("/undo", data=form_of(client.get("/").text, "/undo") | {"who": "Li"}).text
    assert "nothing of yours to take back" in page


def test_another_desk_on_the_same_file_is_seen(client, bench_of):
    other = bench_of()
    spot = other.queues[0].spots[0]
    other.judge(Judgement(spot, "right", who="Wang"))
    assert "1 of 12" in client.get("/").text and other.queues[0].spots[1].name_raw in client.get("/").text


def test_what_was_judged_is_there_after_a_restart(client, bench_of):
    judge(client, "right")
    assert bench_of().progress(0).judged == 1 and bench_of().following(0).spot == bench_of().queues[0].spots[1].spot


# ------------------------------------------------------------------------------------------------------------ bad input


def test_a_report_that_moved_or_changed_is_said_and_its_row_shown(client, bench_of, folder):
    spot = bench_of().queues[0].spots[0]
    (folder / "school.pdf").rename(folder / "elsewhere.pdf")
    page = client.get("/").text
    assert "is not there (any more)" in page and "--pdfs" in page and spot.value_raw in page and judge(client, "right").status_code == 303


def test_a_report_with_other_bytes_is_not_shown(bench_of, folder, parsed):
    with (folder / "school.pdf").open("ab") as file:
        file.write(b"\n")
    assert "its bytes have changed" in bench_of().papers.fault(parsed.report_id)


def test_a_report_is_found_where_it_is_now(bench_of, folder, parsed):
    from reportparse.desk.papers import Papers, reports_known

    known = reports_known(bench_of().run.tables["reports"])
    (folder / "now" / "deep").mkdir(parents=True)
    (folder / "school.pdf").rename(folder / "now" / "deep" / "school.pdf")
    assert Papers(known, "run", str(folder / "now")).fault(parsed.report_id) == ""
    (folder / "now" / "deep" / "school.pdf").write_bytes(b"%PDF-1.4 another")
    assert "changed" in Papers(known, "run", str(folder / "now")).fault(parsed.report_id)


def test_a_cut_verdict_file_is_said_and_judging_goes_on(client, bench_of, folder):
    for _ in range(3):
        judge(client, "right")
    path = folder / "run.verdicts.csv"
    path.write_bytes(path.read_bytes()[:-30])
    judge(client, "right")
    page = client.get("/").text
    assert "1 lines of the verdict file could not be read" in page and len(read_verdicts(path).judgements) == 3


def test_a_verdict_file_that_cannot_be_written_is_one_sentence(client, folder):
    (folder / "run.verdicts.csv").mkdir()
    answer = client.get("/")
    assert answer.status_code == 500 and "That did not work" in answer.text and "Traceback" not in answer.text


def test_an_empty_run_has_nothing_to_look_at(bench_of, folder, parsed):
    write_run(folder / "run", [replace(parsed, observations=(), figures=())], RunRecord(Settings()))
    assert "nothing to look at" in Surfer(desk_app(bench_of(), DOOR)).get("/").text


def test_a_hostile_report_stays_text(bench_of, folder, parsed):
    rows = tuple(replace(row, name_raw=HOSTILE, value_raw=HOSTILE, table_name=HOSTILE) for row in parsed.observations)
    report = replace(parsed, observations=rows, identity=replace(parsed.identity, institution=HOSTILE), source=str(folder / "school.pdf"))
    write_run(folder / "run", [report], RunRecord(Settings()))
    page = Surfer(desk_app(bench_of(), DOOR)).get("/").text
    assert page.count("<script") == 1 and "<img" not in page and "&lt;script&gt;" in page and "{{ 7*7 }}" in page


def test_figures_of_the_running_text(folder):

    run = read_run(folder / "run")
    queue = sample_queue(run, Design(5, ("flagged",), table="figures"))
    bench = Bench(run, [queue], load_catalogue(), Files(folder / "v.csv", folder / "c.yaml"))
    client = Surfer(desk_app(bench, DOOR))
    page = client.get("/").text
    assert f"<mark>{queue.spots[0].value_raw}</mark>" in page
    judge(client, "wrong", form_of(page), right_value="5")
    assert not (folder / "c.yaml").exists() and bench.progress(0).wrong == 1
