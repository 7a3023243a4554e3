"""Many people at once: the same equations, the published percentages."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from breathline.errors import BreathlineError
from breathline.firmware_sim.person.arithmetic import SCALARS, arrays
from breathline.firmware_sim.person.course import Course, Naloxone, Run, Span
from breathline.firmware_sim.person.drugs import typical
from breathline.firmware_sim.person.fda import FdaModel, FdaPerson
from breathline.firmware_sim.person.parameters import ABSORBED, OPIOIDS
from breathline.firmware_sim.person.people import FILES, draw_sets, parameters, read_sets
from breathline.firmware_sim.person.population import POPULATION_STEP_S, Outcome, follow, reports
from breathline.firmware_sim.person.settings import FdaSettings, NaloxoneDose, OpioidDose
from tests.firmware_sim.person.reference import POPULATION

MG = {"fentanyl": (1.625, 2.965), "carfentanil": (0.012, 0.02187)}
# Percent of 2,000 that arrest: without naloxone, IM 2 mg generic, IM 2 mg autoinjector, IN 4 mg; naloxone 60 s after
# breathing falls below 40 %. Mann 2022 figure 7 (IM), Strauss 2024 (IN).
PUBLISHED = {
    ("fentanyl", 1.625): {None: 52.1, "im2mg": 29.4, "im2mg-auto": 15.6, "in4mg": 21.0},
    ("fentanyl", 2.965): {None: 77.9, "im2mg": 54.2, "im2mg-auto": 35.4, "in4mg": 46.0},
    ("carfentanil", 0.012): {None: 59.2, "im2mg": 36.6, "im2mg-auto": 20.9, "in4mg": 28.0},
    ("carfentanil", 0.02187): {None: 90.2, "im2mg": 73.7, "im2mg-auto": 57.3, "in4mg": 67.0},
}
CASES = [
    pytest.param(opioid, mg, product, percent, id=f"{opioid}-{mg}-{product}")
    for (opioid, mg), percents in PUBLISHED.items()
    for product, percent in percents.items()
]
needs_sets = pytest.mark.skipif(not POPULATION.exists(), reason="the FDA's parameter sets are not beside the checkout")


def course(mg: float, product: str | None) -> Course:
    rescue = () if product is None else (Naloxone(NaloxoneDose.named(product), 60, after_low_breathing=True),)
    return Course(OpioidDose(mg), naloxone=rescue)


def fared(sets: dict[str, dict[str, np.ndarray]], opioid: str, course: Course, until_s: float = 1200) -> Outcome:
    settings = FdaSettings(opioid=opioid, step_s=POPULATION_STEP_S)
    reported = list(follow(sets, settings, course, until_s))
    assert len(reported) == reports(reported[-1].people, until_s)
    return reported[-1]


@needs_sets
@pytest.mark.slow
@pytest.mark.parametrize(("opioid", "mg", "product", "percent"), CASES)
def test_the_fdas_own_people_arrest_as_often_as_published(
    opioid: str, mg: float, product: str | None, percent: float
) -> None:
    assert abs(fared(read_sets(POPULATION, 2000), opioid, course(mg, product)).arrest_pct - percent) < 1


@pytest.mark.slow
@pytest.mark.parametrize(("opioid", "mg", "product", "percent"), CASES)
def test_people_drawn_from_the_shipped_spread_arrest_nearly_as_often(
    opioid: str, mg: float, product: str | None, percent: float
) -> None:
    assert abs(fared(draw_sets(2000, 0), opioid, course(mg, product)).arrest_pct - percent) < 4


@needs_sets
def test_the_first_of_the_fdas_people_arrest_as_often_as_all_within_their_few() -> None:
    outcome = fared(read_sets(POPULATION, 200), "fentanyl", course(1.625, None), 900)

    assert outcome.people == 200
    assert outcome.arrest_pct == pytest.approx(52.1, abs=8)


@pytest.mark.parametrize("opioid", OPIOIDS)
def test_a_population_is_computed_by_the_same_equations_as_one_person(opioid: str) -> None:
    happens = Course(
        OpioidDose(MG[opioid][0], 20),
        naloxone=(
            Naloxone(NaloxoneDose.named("in4mg"), 30, after_low_breathing=True),
            Naloxone(NaloxoneDose.named("iv0.4mg"), 200),
        ),
        assist=(Span(4.0, 100, 160),),
        fio2=(Span(0.4, 120, 180),),
        apnoea=(Span(0, 90, 130),),
    )
    settings = FdaSettings(opioid=opioid)
    m = arrays(2)
    one = Run(SCALARS, FdaPerson(settings), happens).bodies(210, 30)
    two = Run(m, FdaModel(m, parameters(typical_sets(2), opioid), settings), happens).bodies(210, 30)

    for alone, together in zip(one, two, strict=True):
        for scalar, array in zip(astuple(alone)[1:], astuple(together)[1:], strict=True):
            assert array == pytest.approx([scalar, scalar], rel=1e-6, abs=1e-9)


def typical_sets(people: int) -> dict[str, dict[str, np.ndarray]]:
    """The typical person so many times, as the published files would have them."""
    fentanyl = typical("fentanyl")
    held = {
        "opioid_pk": dict(zip(("kout", "k12", "k21", "k13", "k31", "VP"), astuple(fentanyl.opioid)[:6], strict=True)),
        "receptor_naloxone_im": dict(zip(("A2", "B2", "n2"), astuple(fentanyl.naloxone_binding), strict=True)),
    }
    for name in OPIOIDS:
        held[f"receptor_{name}"] = dict(zip(("A1", "B1", "n"), astuple(typical(name).opioid_binding), strict=True))
    for product, file in (("im2mg", "im2mg"), ("im2mg-auto", "im2mg_auto"), ("in4mg", "in4mg")):
        columns = ("F", "f1", "f2", "Ktr", "Kin", "Kout", "V1", "k12N" if file == "in4mg" else "k12", "V2")
        held[f"naloxone_{file}"] = dict(zip(columns, astuple(ABSORBED[product])[1:], strict=True))
    return {
        file: {column: np.full(people, value) for column, value in columns.items()} for file, columns in held.items()
    }


def test_the_same_seed_draws_the_same_people_and_another_seed_others() -> None:
    one, again, other = draw_sets(50, 3), draw_sets(50, 3), draw_sets(50, 4)

    for file, columns in FILES.items():
        for column in columns:
            assert np.array_equal(one[file][column], again[file][column])
            assert not np.array_equal(one[file][column], other[file][column])


def test_drawn_people_lie_around_the_typical_person() -> None:
    sets, typically = draw_sets(4000, 0), typical_sets(1)

    for file, columns in typically.items():
        for column, value in columns.items():
            if column in sets[file]:
                assert np.median(sets[file][column]) == pytest.approx(value[0], rel=0.1), (file, column)
    assert sets["naloxone_im2mg"]["F"].max() == 0.9


@needs_sets
def test_drawn_people_keep_the_correlations_of_the_published_sets() -> None:
    drawn, published = draw_sets(2000, 0), read_sets(POPULATION, 2000)

    for file in ("receptor_fentanyl", "receptor_carfentanil", "receptor_naloxone_im"):
        ours, theirs = (np.corrcoef(list(sets[file].values())) for sets in (drawn, published))
        assert ours == pytest.approx(theirs, abs=0.06)
    for column in FILES["opioid_pk"]:
        ours, theirs = (np.log(sets["opioid_pk"][column]).std() for sets in (drawn, published))
        assert ours == pytest.approx(theirs, rel=0.06)


def write_sets(folder: Path, people: int, **changed: str) -> None:
    for file, columns in FILES.items():
        row = ",".join(changed.get(column, "1.5") for column in columns)
        (folder / f"{file}.csv").write_text(",".join(columns) + "\n" + f"{row}\n" * people, encoding="utf-8")


def test_sets_are_read_from_a_folder_the_first_so_many(tmp_path: Path) -> None:
    write_sets(tmp_path, 3)

    sets = read_sets(tmp_path, 2)
    assert {file: tuple(columns) for file, columns in sets.items()} == FILES
    assert sets["opioid_pk"]["VP"].tolist() == [1.5, 1.5]


def test_sets_that_are_missing_short_or_no_numbers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BreathlineError, match=r"opioid_pk\.csv: can't be read: No such file"):
        read_sets(tmp_path, 1)
    write_sets(tmp_path, 3)
    with pytest.raises(BreathlineError, match="holds 3 people; write --population 3 or fewer"):
        read_sets(tmp_path, 4)
    for wrong in ("-1", "nan", "inf", "x", ""):
        write_sets(tmp_path, 1, k21=wrong)
        with pytest.raises(BreathlineError, match="line 2: column k21 must hold a number above 0"):
            read_sets(tmp_path, 1)
