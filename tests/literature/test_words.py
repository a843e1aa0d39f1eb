"""What a library knows of words as it grows and shrinks: the short forms its publications define, and names."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from curbside.literature.library import Library, open_library
from curbside.literature.library.catalogue import LAYOUT

ABSTRACT = "Vitamin D eased pain on aromatase inhibitors (AIs)."


def held(folder: Path, **texts: str) -> Library:
    """A library in ``folder`` of these texts by id; added to the one that is there."""
    path = folder / f"{len(list(folder.glob('*.jsonl')))}.jsonl"
    rows = [{"_id": name, "title": f"On {name}", "text": text} for name, text in texts.items()]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    library = open_library(folder / "library", writable=True)
    library.add([path])
    return library


def senses(library: Library, short: str) -> dict[str, float]:
    return {sense.long: sense.publications for sense in library.short_forms.of(short)}


def test_every_publication_that_defines_a_short_form_counts_once(tmp_path: Path) -> None:
    texts = {
        "one": ABSTRACT,
        "two": f"{ABSTRACT} Aromatase inhibitors (AI) again.",
        "three": "Yoga at work.",
    }
    with held(tmp_path, **texts) as library:
        assert senses(library, "AI") == {"aromatase inhibitor": 2}
        assert senses(library, "ai") == {}
        assert library.short_forms.spelled_like("ai") == ("AI",)


def test_wordings_of_one_sense_are_one_and_the_usual_one_is_shown(tmp_path: Path) -> None:
    texts = {"a": ABSTRACT, "b": ABSTRACT, "c": "On an aromatase-inhibitor (AI) she ached."}
    with held(tmp_path, **texts) as library:
        assert senses(library, "AI") == {"aromatase inhibitor": 3}


def test_what_is_removed_or_replaced_is_forgotten(tmp_path: Path) -> None:
    with held(tmp_path, one=ABSTRACT, two=ABSTRACT) as library:
        library.remove("one")
        assert senses(library, "AI") == {"aromatase inhibitor": 1}
    with held(tmp_path, two="Artificial intelligence (AI) read films.") as library:
        assert senses(library, "AI") == {"Artificial intelligence": 1}
        assert library.names("on", shortest=2, longest=9) == {}


def test_a_slip_of_one_author_is_no_sense_beside_a_common_one(tmp_path: Path) -> None:
    texts = {f"n{n}": ABSTRACT for n in range(6)} | {"odd": "Anxious individuals (AIs) slept badly."}
    with held(tmp_path, **texts) as library:
        assert list(senses(library, "AI")) == ["aromatase inhibitor"]


def test_what_a_short_form_means_in_a_publication_is_known(tmp_path: Path) -> None:
    texts = {"one": ABSTRACT, "two": "Artificial intelligence (AI) read films.", "three": "AI is used."}
    with held(tmp_path, **texts) as library:
        keys = list(library.publications(range(1, 9)))
        names = library.ids(keys)
        meant = {names[key]: long for key, long in library.meant_by("AI", keys).items()}
    assert meant == {"one": "aromatase inhibitor", "two": "Artificial intelligence"}


def test_names_are_counted_by_publication(tmp_path: Path) -> None:
    with held(tmp_path, apixaban=ABSTRACT, apixabans="More.", warfarin="Less.") as library:
        assert library.names("api", shortest=6, longest=9) == {"apixaban": 1, "apixabans": 1}
        library.remove("apixaban")
        assert library.names("api", shortest=6, longest=9) == {"apixabans": 1}


def test_a_library_from_before_words_were_kept_is_read_and_gains_them_when_it_is_next_written(
    tmp_path: Path,
) -> None:
    held(tmp_path, one=ABSTRACT).close()
    catalogue = tmp_path / "library" / "catalogue.sqlite3"
    with sqlite3.connect(catalogue) as db:
        db.executescript(
            "DROP TABLE short_form; DROP TABLE name; DROP TABLE notice; DROP TABLE removal; PRAGMA user_version = 1;"
        )
    with open_library(tmp_path / "library") as library:
        assert senses(library, "AI") == {}
        assert library.names("vit", shortest=3, longest=9) == {}
        assert library.meant_by("AI", [1]) == {}
    with open_library(tmp_path / "library", writable=True) as library:
        assert senses(library, "AI") == {"aromatase inhibitor": 1}
        assert not list(library.verify())
    with sqlite3.connect(catalogue) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (LAYOUT,)


def test_words_that_were_lost_are_told(tmp_path: Path) -> None:
    with held(tmp_path, one=ABSTRACT) as library:
        assert not list(library.verify())
    with sqlite3.connect(tmp_path / "library" / "catalogue.sqlite3") as db:
        db.execute("DELETE FROM short_form")
    with open_library(tmp_path / "library") as library:
        [problem] = library.verify()
    assert "short forms" in problem.message


@pytest.mark.parametrize("short", ["", "'; --", "%", "A" * 1000])
def test_anything_may_be_asked_for(tmp_path: Path, short: str) -> None:
    with held(tmp_path, one=ABSTRACT) as library:
        assert library.short_forms.of(short) == ()
