"""`breathline guideline` shows packs with sources."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from breathline.cli.main import main
from breathline.cli.sheets import meanings
from breathline.cli.sheets.sections import sections
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.pack_parts import Escalation
from breathline.guidelines.pack_traced import LIMIT_UNITS, NEEDED_TIMERS, OTHER_TIMERS
from breathline.words import AnswerValue, QuestionId


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["guideline", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


def test_list_names_the_packs(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list")

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == pack_names()


def test_list_as_json_is_an_array(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--json")

    assert [pack["id"] for pack in json.loads(out)] == pack_names()


def test_show_as_json_gives_limits_timers_and_steps_with_sources(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "bc", "--json")
    pack = json.loads(out)

    assert code == 0
    assert {"id", "title", "language", "limits", "timers", "steps"} <= set(pack)
    low = pack["limits"]["spo2_low"]
    assert (low["value"], low["unit"], low["mark"]) == (90, "%", "adapted")
    assert "NEXT Distro" in low["source"]
    assert low["delay_s"] > 0
    assert all(figure["source"] and figure["mark"] for figure in pack["timers"].values())
    assert all(step["source"] and step["mark"] for step in pack["steps"])


def test_show_prints_every_figure_with_its_mark(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", "bc")
    pack = load_pack("bc")

    assert code == 0
    assert all(f"[{name}]" in out for name in (*pack.limits, *pack.timers, *dict(pack.rules)))
    assert "Figures of mark 'site' are: set by this site, not yet confirmed" in out
    assert f"hash {pack.hash}" in out


def test_show_prints_every_step_with_what_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", "bc")

    assert "screen: CALL 911 now, or send someone to call." in out
    assert "voice: Call 9 1 1 now." in out
    assert "why: they do not wake" in out
    assert "Asks: Can you feel a pulse?" in out


def test_show_as_json_gives_rules_bands_bounds_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "show", "msic", "--json")
    pack = json.loads(out)

    assert pack["rules"]["oxygen"]["value"] == "first"
    assert {"id", "from", "to", "mark", "source", "note"} == set(pack["bands"]["spo2"][0])
    assert pack["naloxone_spo2"]["value"] == 95
    assert pack["escalation"]["warning"]["unit"] == "% s"
    assert {"least", "most", "delay_least", "delay_most"} <= set(pack["limits"]["spo2_low"])
    assert {"text", "next", "voice", "action_label", "words"} <= set(pack["steps"][0])
    assert any(step["words"] for step in pack["steps"])
    assert {"yes", "no", "cant_tell", "text"} == set(pack["questions"]["breathing"])
    assert pack["not_found"]
    assert sum(pack["marks"].values()) > 50


@pytest.fixture
def ours(tmp_path: Path) -> str:
    file = tmp_path / "ours.toml"
    file.write_text(
        'id = "ours"\nextends = "bc"\nversion = "1"\n[limits.spo2_low]\nvalue = 92\nsource = "Cold <hands> & feet."\n'
        '[prompts.airway]\ntext = "OPEN it."\nsource = "Our course."\n'
        '[questions.breathing]\nyes = "they do"\nsource = "Our course."\n',
        encoding="utf-8",
    )
    return str(file)


def test_a_sites_own_figures_say_what_they_were(capsys: pytest.CaptureFixture[str], ours: str) -> None:
    _, text, _ = run(capsys, "show", ours)
    _, data, _ = run(capsys, "show", ours, "--json")

    text = " ".join(text.split())
    assert "limit set by this site, not yet confirmed (was 90 in bc): Cold <hands> & feet." in text
    assert "words set by this site, not yet confirmed: Our course." in text
    assert "Extends bc; what it changes is marked." in text
    pack = json.loads(data)
    assert (pack["extends"], pack["was"]["limits.spo2_low"]["value"]) == ("bc", 90)
    assert "NEXT Distro" in pack["was"]["limits.spo2_low"]["source"]


def test_once_a_role_confirmed_them_they_say_so(capsys: pytest.CaptureFixture[str], ours: str) -> None:
    text = Path(ours).read_text(encoding="utf-8")
    Path(ours).write_text('confirmed_by = "medical lead"\n' + text, encoding="utf-8")

    _, out, _ = run(capsys, "show", ours)

    assert "set by this site, confirmed by medical lead" in out
    assert "not yet confirmed" not in out


class Page(HTMLParser):
    """What a page refers to, and whether its tags fit together."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.said = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]
        self.ids |= {value for name, value in attrs if name == "id" and value}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.said += data


@pytest.mark.parametrize("name", pack_names())
def test_the_page_stands_alone_and_holds_every_row(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, _ = run(capsys, "show", name, "--html", "-")
    page, pack = Page(out), load_pack(name)

    assert code == 0
    assert page.open == []
    assert set(page.links) <= {f"#{each}" for each in page.ids}
    assert "url(" not in out
    assert all(row.figure in page.said for section in sections(pack) for row in section.rows)
    assert all(document.address in page.said for document in pack.sources.values())
    assert all(word in page.said for word in ("Name", "Role", "Signature", "Date"))
    assert out.count(pack.hash) == 2  # once for every printed page, once at the end


def test_the_page_marks_what_a_site_changed_and_keeps_its_words_as_text(
    capsys: pytest.CaptureFixture[str], ours: str
) -> None:
    _, out, _ = run(capsys, "show", ours, "--html", "-")

    assert '<tr class="changed">' in out
    assert "Cold &lt;hands&gt; &amp; feet." in out
    assert "(was 90 in bc)" in out


def test_the_page_is_written_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "bc.html"

    code, out, _ = run(capsys, "show", "bc", "--html", str(file))

    assert (code, out) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_page_and_an_object_are_not_asked_for_together(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "show", "bc", "--json", "--html", "-")

    assert (code, err) == (2, "breathline: --json and --html can't go together; leave out one\n")


def test_a_page_that_cant_be_written_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "show", "bc", "--html", str(tmp_path))

    assert code == 1
    assert err.startswith(f"breathline: {tmp_path}: can't be written: ")


def test_diff_shows_both_sides_with_their_grounds(capsys: pytest.CaptureFixture[str], ours: str) -> None:
    code, out, _ = run(capsys, "diff", "bc", ours)

    assert code == 0
    assert "LIMITS\n  spo2_low\n    bc: 90 %  (adapted: Using Oximeters" in out
    assert "    ours: 92 %  (set by this site, not yet confirmed: Cold <hands> & feet.)" in out
    assert "    bc: CLEAR the mouth. TILT the head back.\n" in out


def test_diff_shows_an_empty_side(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "diff", "bc", "msic")

    assert "  naloxone_spo2\n    bc: -\n    msic: 95 %  (published" in out


def test_diff_of_a_pack_with_itself_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "diff", "bc", "bc")

    assert out.endswith("They say the same.\n")


def test_diff_as_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "diff", "bc", "msic", "--json")
    found = json.loads(out)

    assert (found["a"], found["b"]) == ("bc", "msic")
    low = next(each for each in found["differences"] if each["id"] == "spo2_low" and each["what"] == "value")
    assert (low["table"], low["a"]["value"], low["b"]["value"], low["b"]["unit"]) == ("limits", 90, 95, "%")
    assert low["a"]["mark"] == "adapted"
    naloxone = next(each for each in found["differences"] if each["id"] == "naloxone_spo2")
    assert naloxone["a"] is None


def test_every_figure_rule_and_answer_has_its_meaning() -> None:
    assert set(meanings.LIMITS) == set(LIMIT_UNITS)
    assert set(meanings.TIMERS) == NEEDED_TIMERS | OTHER_TIMERS
    assert set(meanings.ESCALATION) == set(Escalation.model_fields)
    for name, rule in load_pack("bc").rules:
        assert set(meanings.RULES[name][1]) == set(type(rule.value).__members__.values())
    answered = {(question, answer) for question, known in meanings.ANSWERS.items() for answer in known}
    assert answered | set(meanings.RULE_OF_ANSWER) == {(q, a) for q in QuestionId for a in AnswerValue}


def test_an_unknown_pack_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", "nope")

    assert (code, out) == (2, "")
    assert err == f"breathline: no pack called 'nope'; there are: {', '.join(pack_names())}\n"


@pytest.mark.parametrize("words", [[], ["list"], ["show"], ["diff"]])
def test_help_has_an_example(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    code, out, _ = run(capsys, *words, "--help")

    assert code == 0
    assert "Example: breathline guideline" in out
