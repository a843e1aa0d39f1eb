"""The shipped abbreviations: what must hold of every row, and of the senses laid over them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import curbside.terminology.short_forms as folder
from curbside.terminology.senses import Sense, SenseInventory, same_sense
from curbside.terminology.short_forms import shipped, specialties

ROWS = [
    (path.stem, row.split("\t"))
    for path in sorted(Path(folder.__file__).parent.glob("*.tsv"))
    if path.stem != "words"
    for row in path.read_text(encoding="utf-8").splitlines()
]


def test_every_row_has_its_columns() -> None:
    for specialty, row in ROWS:
        assert len(row) == 4, (specialty, row)
        short, long, commonness, company = row
        assert re.fullmatch(r"\S{1,12}", short), row
        assert long == " ".join(long.split()), row
        assert len(long) > len(short), row
        assert commonness in {"1", "2", "3", "4", "5"}, row
        words = company.split("; ") if company else []
        assert len(words) == len(set(words)), row


def test_every_specialty_has_its_file_and_its_words() -> None:
    assert {specialty for specialty, _ in ROWS} <= set(specialties())
    assert all(len(words) > 5 for words in specialties().values())


def test_no_sense_stands_twice() -> None:
    twice = [
        (short, one.long, other.long)
        for short in shipped()
        for place, one in enumerate(shipped().of(short))
        for other in shipped().of(short)[place + 1 :]
        if same_sense(one.long, other.long)
    ]
    assert not twice


def test_there_are_many_with_several_senses() -> None:
    assert sum(len(shipped().of(short)) >= 2 for short in shipped()) >= 400


def test_a_sense_that_is_told_among_others_has_company() -> None:
    bare = [
        (short, sense.long)
        for short in shipped()
        for sense in shipped().of(short)
        if len(shipped().of(short)) > 1 and len(sense.company) < 8
    ]
    assert not bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("left anterior descending artery", "left anterior descending"),
        ("non-invasive ventilation", "noninvasive ventilation"),
        ("oesophageal varices", "esophageal varices"),
        ("Crohn's disease", "Crohn disease"),
        ("α-fetoprotein", "alpha fetoprotein"),
        ("myocardial infarct", "myocardial infarction"),
        ("tumour necrosis factor", "tumor necrosis factor"),
        ("deep venous thrombosis", "deep vein thrombosis"),
        ("polycystic ovarian syndrome", "polycystic ovary syndrome"),
        ("chronic obstructive lung disease", "chronic obstructive pulmonary disease"),
        ("chronic renal disease", "chronic kidney disease"),
        ("type II diabetes mellitus", "type 2 diabetes mellitus"),
        ("gastro-oesophageal reflux disease", "gastroesophageal reflux disease"),
        ("randomised clinical trial", "randomized controlled trial"),
        ("coronary artery bypass graft", "coronary artery bypass grafting"),
        ("benign prostatic hypertrophy", "benign prostatic hyperplasia"),
        ("Guillain-Barré syndrome", "Guillain-Barre syndrome"),
    ],
)
def test_wordings_of_one_sense(one: str, other: str) -> None:
    assert same_sense(one, other) or same_sense(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("acute renal failure", "acute respiratory failure"),
        ("intracranial hypertension", "intracranial hypotension"),
        ("congestive heart failure", "chronic heart failure"),
        ("myocardial infarction", "mesenteric ischemia"),
        ("systolic blood pressure", "diastolic blood pressure"),
        ("peritoneal dialysis", "Parkinson disease"),
    ],
)
def test_other_senses(one: str, other: str) -> None:
    assert not same_sense(one, other)


def test_inventories_laid_over_one_another_are_one() -> None:
    own = SenseInventory([Sense(short="MS", long="Multiple Sclerosis", publications=3)], over=[shipped()])
    first = own.of("MS")[0]
    assert first.long == "Multiple Sclerosis"
    assert first.specialty == "neurology"
    assert first.company
    assert own.settled("MS", "mitral stenosis").of("MS")[0].long == "mitral stenosis"
    assert len(own.settled("MS", "mitral stenosis").of("MS")) == 1
    assert own.settled("MS", "something new").of("MS")[0].long == "something new"
    assert own.settled("MS", "mitral stenosis").of("AF") == own.of("AF")
