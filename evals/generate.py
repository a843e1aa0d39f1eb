"""Schema-true MEDLINE/PubMed records, as many as asked for, and the questions clinicians might put to them.

    python evals/generate.py FOLDER --records 10000

No word of it is anyone's abstract. The words follow Zipf's law over 60,000 forms: the function words of
English, common clinical words, and words built from the morphemes medicine builds its own with. Records share
topics, so that a question about one of them has relevant neighbours, as a real question has.

A record is a pure function of ``(seed, index)``: any record can be made again without those before it, and
the same seed writes the same bytes on any machine.

Source of the shape: the PubMed DTD of 1 January 2025. Lengths and shares follow the means of real files.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

RECORDS_A_FILE = 10_000
FIRST_PMID = 90_000_000  # Beyond every PMID in use, so that no generated record passes for a real one.

DISTINCT_WORDS = 60_000
TOPICS = 500
WORDS_A_TOPIC = 40
SPEECH_LENGTH = 500_000
FIRST_TOPIC_RANK = 120
LAST_TOPIC_RANK = 20_000


def _spaced(words: str) -> tuple[str, ...]:
    """The words of a list written as people write one."""
    return tuple(words.split())


FUNCTION_WORDS = _spaced(
    "the of and in to a with for was were is by that as on from at we or this than are an be not these "
    "which after between had it have may both has who their during no also but been can all our its into "
    "most when other such there those however whether while about does do how what should any"
)

CLINICAL_WORDS = _spaced(
    "patients treatment study group risk results clinical disease therapy women men age years dose effect "
    "trial cancer levels associated outcomes symptoms increase decrease serum pain infection mortality "
    "randomised placebo months weeks response rate children adults blood pressure heart failure diabetes "
    "insulin kidney liver lung breast bone density fracture vitamin deficiency supplementation inhibitor "
    "receptor cells gene expression protein plasma acute chronic severe mild moderate early late surgery "
    "survival recurrence tumour diagnosis screening imaging score scale baseline follow-up cohort "
    "controls analysis regression model ratio hazard odds interval confidence adverse events toxicity "
    "safety efficacy tolerability adherence quality life exercise diet weight obesity smoking alcohol "
    "stroke ischaemia coronary artery hypertension cholesterol statin aspirin warfarin heparin antibiotic "
    "resistance bacteria virus vaccine antibody immune inflammation arthritis joint muscle fatigue "
    "depression anxiety sleep cognitive dementia pregnancy neonatal maternal birth preterm asthma airway "
    "oxygen ventilation sepsis shock transplant graft dialysis anaemia iron transfusion thrombosis "
    "embolism bleeding platelet haemoglobin glucose thyroid hormone oestrogen testosterone cortisol "
    "calcium phosphate magnesium sodium potassium renal hepatic cardiac pulmonary gastric intestinal "
    "cutaneous ocular neural spinal pelvic ovarian prostate bladder colon rectal pancreatic "
    "gastrointestinal metastasis chemotherapy radiotherapy immunotherapy adjuvant palliative hospital "
    "primary care guideline management prevention monitoring intervention population incidence prevalence "
    "measurement threshold concentration improvement reduction difference significant lower higher "
    "compared evidence benefit harm"
)

_BEGINNINGS = _spaced(
    "a ab acro adeno angio arthro auto brachy brady cardio cephalo chole chondro chrono colo cranio cryo "
    "cysto cyto dermo dys electro endo entero epi erythro gastro glyco haemo hepato hetero histo homo "
    "hyper hypo immuno infra inter intra iso kerato lipo lympho macro mega meso meta micro myelo myo "
    "nephro neuro normo oligo onco osteo oto para patho peri phlebo pneumo poly proto pseudo psycho pyo "
    "retro sarco spleno sub supra tachy thrombo trans uro vaso"
)
_ROOTS = _spaced(
    "abar acin adren alb algi amin andr anil arin ater azol barb bilir bronch calc carb caten cept chlor "
    "chrom cil cisp clast cort cox crin cyclin dactyl dipin dop estr fer fibr flox furan gest globul gluc "
    "gran helic idin kin lact lept leuk lut mab mast melan met mict morph nas neur nidaz nucle ocul olim "
    "opi orexi oxal pam parat pept phag phen phor pil plak plas pred pril prost quin rect sart sept sider "
    "som stat steat tens terat thel tin tox trop vasc vir xant zol zum"
)
_ENDINGS = _spaced(
    "aemia al algia ase ate cyte ectomy emia genesis genic gram ic ide in ine ism itis ium lysis megaly "
    "oid ol oma one opathy osis ostomy otomy ous penia philia plasty rrhoea scopy stasis tomy trophy uria"
)

_FAMILIES = _spaced(
    "Abara Adler Baptiste Bianchi Castellan Dahl Duarte Eide Farouk Ferreira Grünwald Haddad Ibarra Ito "
    "Jansen Kowal Lindqvist Marchetti Müller Nakagawa Novak Oduya Okafor Olsen Peña Pillai Quiroga Rahman "
    "Rossi Sandoval Sørensen Tanaka Ueda Varga Vasquez Weiss Xu Yamada Yilmaz Zhou"
)
_GIVEN = _spaced(
    "Ada Amir Beatriz Bo Chidi Clara Dara Elif Emil Farida Goran Hana Ines Jun Kofi Lea Luca Mei Nadia "
    "Noor Olga Pavel Quyen Rosa Sami Tove Uma Vera Wanda Yusuf"
)
_CITIES = _spaced(
    "Aldermere Brennick Calloway Dunmoor Eastvale Fenwater Greyport Hollin Istrad Juniper Keld Lowmarsh"
)
_COUNTRIES = ("Norway", "Japan", "Brazil", "Canada", "Kenya", "Italy", "India", "Spain", "Poland", "Chile")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_LABELS = ("BACKGROUND", "METHODS", "RESULTS", "CONCLUSIONS")
_DESIGNS = (
    ("Randomized Controlled Trial", "D016449"),
    ("Review", "D016454"),
    ("Meta-Analysis", "D017418"),
    ("Systematic Review", "D000078182"),
    ("Observational Study", "D064888"),
    ("Comparative Study", "D003160"),
    ("Case Reports", "D002363"),
    ("Multicenter Study", "D016448"),
)
_CHECK_TAGS = (
    ("Humans", "D006801"),
    ("Female", "D005260"),
    ("Male", "D008297"),
    ("Adult", "D000328"),
    ("Middle Aged", "D008875"),
    ("Aged", "D000368"),
)
_QUALIFIERS = (
    ("therapeutic use", "Q000627"),
    ("drug therapy", "Q000188"),
    ("adverse effects", "Q000009"),
    ("mortality", "Q000401"),
    ("epidemiology", "Q000453"),
)
_NOTES = ("CommentIn", "CommentOn", "ErratumIn", "UpdateOf", "RetractionIn", "ExpressionOfConcernIn")

_FINDINGS = (
    "{a} was associated with lower {b} (HR, {x:.2f}; 95% CI, {low:.2f} to {high:.2f}; P = {p:.3f}).",
    "{a} reduced {b} compared with placebo (risk ratio {x:.2f}, 95% CI {low:.2f}-{high:.2f}).",
    "There was no significant difference in {b} between {a} and control (P = {p:.2f}).",
    "Mean {b} was {y:.1f} ± {x:.1f} µg/L after {n} weeks of {a} (n = {n}).",
    "{a} increased {b} by {y:.1f}% (95% CI, {low:.2f} to {high:.2f}; P < 0.05).",
    "Of {n} patients given {a}, {y:.1f}% reported {b}, vs. {x:.1f}% of controls.",
)
_QUESTIONS: dict[int, tuple[str, ...]] = {
    2: ("What is the role of {0} in {1}?", "Does {0} improve {1}?", "Is {0} associated with {1}?"),
    3: ("Does {0} reduce {1} in patients with {2}?", "How should {0} be used for {1} in {2}?"),
    4: ("Does {0} or {1} lower the risk of {2} in {3}?", "What is the effect of {0} on {1} and {2} in {3}?"),
    5: ("In patients with {0} and {1}, does {2} with {3} improve {4}?",),
}
QUESTION_WORDS = frozenset(
    _spaced("what is the role of in does do how should be used for or and on with a are")
)
"""What `_QUESTIONS` says that no index need be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of an abstract; ``label`` is empty in one that is not labelled."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """One record: the text a reader should find in it, and the XML it finds it in.

    ``topic`` has the words the record is about, the commonest first.
    """

    pmid: str
    title: str
    sections: tuple[Section, ...]
    topic: tuple[str, ...]
    xml: str

    @property
    def body(self) -> str:
        """The abstract's text, without its labels."""
        return " ".join(section.text for section in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as asked, the words of it that a search is about, and the record it was drawn from."""

    text: str
    words: tuple[str, ...]
    pmid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What the records of one seed are made of.

    ``speech`` holds each word as often as it is said, in no order, and a stretch of it is running text;
    ``authors`` and ``references`` are XML, met again in record after record as they are in the literature.
    """

    speech: tuple[str, ...]
    topics: tuple[tuple[str, ...], ...]
    authors: tuple[str, ...]
    references: tuple[str, ...]


@cache
def language(seed: int) -> Language:
    """The language of a seed; its made-up words differ from seed to seed only in how common each is."""
    rng = random.Random(seed)
    words = _words(rng)
    # Zipf-Mandelbrot: without the shift one word in ten would be "the", which no language reaches.
    frequencies = [1 / (rank + 2.7) for rank in range(len(words))]
    return Language(
        speech=_speech(rng, words, frequencies),
        topics=_topics(rng, words, frequencies),
        authors=tuple(_author(rng) for _ in range(5_000)),
        references=tuple(_reference(rng) for _ in range(5_000)),
    )


def _words(rng: random.Random) -> tuple[str, ...]:
    known = dict.fromkeys(FUNCTION_WORDS + CLINICAL_WORDS)
    built = (b + r + e for b, r, e in itertools.product(("", *_BEGINNINGS), _ROOTS, _ENDINGS))
    # What is said often is short (Zipf's law of abbreviation). A set would change its order with the process.
    drawn = {word: len(word) + 8 * rng.random() for word in dict.fromkeys(built) if word not in known}
    return (*known, *sorted(drawn, key=drawn.__getitem__)[: DISTINCT_WORDS - len(known)])


def _speech(rng: random.Random, words: Sequence[str], frequencies: Sequence[float]) -> tuple[str, ...]:
    whole = sum(frequencies)
    ends = [round(SPEECH_LENGTH * upto / whole) for upto in itertools.accumulate(frequencies)]
    starts = [0, *ends[:-1]]
    said = [word for word, start, end in zip(words, starts, ends, strict=True) for _ in range(start, end)]
    rng.shuffle(said)
    return tuple(said)


def _topics(
    rng: random.Random, words: Sequence[str], frequencies: Sequence[float]
) -> tuple[tuple[str, ...], ...]:
    subjects = range(FIRST_TOPIC_RANK, LAST_TOPIC_RANK)
    upto = list(itertools.accumulate(frequencies[FIRST_TOPIC_RANK:LAST_TOPIC_RANK]))
    drawn = (rng.choices(subjects, cum_weights=upto, k=WORDS_A_TOPIC) for _ in range(TOPICS))
    return tuple(tuple(words[rank] for rank in sorted(set(ranks))) for ranks in drawn)


def records(count: int, *, seed: int = 1, first: int = 0) -> Iterator[Generated]:
    """``count`` records from number ``first`` on, one at a time."""
    return (record(index, seed=seed) for index in range(first, first + count))


def record(index: int, *, seed: int = 1) -> Generated:
    """The record of that number."""
    spoken = language(seed)
    rng = random.Random((seed << 40) + index)
    subject = rng.choice(spoken.topics)
    topic = tuple(word for word in subject if rng.random() < 0.4) or subject[:2]
    title = _title(rng, spoken, topic)
    sections = _abstract(rng, spoken, topic) if rng.random() < 0.9 else ()
    pmid = str(FIRST_PMID + index)
    xml = _article(rng, spoken, pmid=pmid, title=title, sections=sections, topic=topic)
    return Generated(pmid=pmid, title=title, sections=sections, topic=topic, xml=xml)


def questions(count: int, *, of: int, seed: int = 1) -> list[Question]:
    """``count`` questions, each about what one of the first ``of`` records says in one of its sentences."""
    rng = random.Random(f"questions {seed} {of}")
    asked: list[Question] = []
    while len(asked) < count:
        about = record(rng.randrange(of), seed=seed)
        sentence = rng.choice(about.body.split(". ")).lower().replace(",", " ").replace(".", " ").split()
        said = [word for word in about.topic if word in sentence]
        if len(said) >= 2:
            words = rng.sample(said, min(len(said), max(_QUESTIONS)))
            text = rng.choice(_QUESTIONS[len(words)]).format(*words)
            asked.append(Question(text=text, words=content_words(text), pmid=about.pmid))
    return asked


def content_words(question: str) -> tuple[str, ...]:
    """The words of a generated question that are not question words, in order."""
    words = question.lower().replace(",", " ").rstrip("?").split()
    return tuple(word for word in words if word not in QUESTION_WORDS)


def write(folder: Path, count: int, *, seed: int = 1) -> Iterator[Path]:
    """Write ``count`` records into files of `RECORDS_A_FILE`, ``.xml.gz``; each is yielded when whole."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, first in enumerate(range(0, count, RECORDS_A_FILE), start=1):
        path = folder / f"generated{number:04}.xml.gz"
        write_set(path, records(min(RECORDS_A_FILE, count - first), seed=seed, first=first))
        yield path


def write_set(path: Path, of: Iterable[Generated]) -> None:
    """One ``PubmedArticleSet``, gzip, holding one record in memory."""
    # Neither the time nor the file's name goes into the gzip header: equal records are to be equal bytes.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as packed:
        packed.write(_HEAD)
        for each in of:
            packed.write(each.xml.encode())
        packed.write(b"</PubmedArticleSet>\n")


_HEAD = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    b'"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
    b"<PubmedArticleSet>\n"
)


def _title(rng: random.Random, spoken: Language, topic: Sequence[str]) -> str:
    return _sentence([*rng.choices(topic, k=2), "in", *_running(rng, spoken, rng.randint(4, 11))])


def _abstract(rng: random.Random, spoken: Language, topic: Sequence[str]) -> tuple[Section, ...]:
    sentences = _sentences(rng, spoken, topic)
    findings = [_finding(rng, topic) for _ in range(rng.randint(1, 4))]
    if rng.random() < 0.6:
        middle = len(sentences) // 2
        return (Section(text=" ".join([*sentences[:middle], *findings, *sentences[middle:]])),)

    share = max(1, len(sentences) // 4)
    parts = [
        sentences[:share],
        sentences[share : 2 * share],
        sentences[2 * share : 3 * share],
        sentences[3 * share :],
    ]
    parts[2] = [*parts[2], *findings]
    return tuple(
        Section(text=" ".join(part), label=label) for label, part in zip(_LABELS, parts, strict=True) if part
    )


def _sentences(rng: random.Random, spoken: Language, topic: Sequence[str]) -> list[str]:
    length = max(40, int(rng.gauss(165, 65)))
    running = _running(rng, spoken, length)
    # Writing is bursty: a word of the topic at every seventh place is what makes a text be about something.
    places = range(rng.randrange(7), length, 7)
    running[places.start :: 7] = rng.choices(topic, k=len(places))

    sentences = []
    start = 0
    while start < length:
        end = min(length, start + rng.randint(10, 28))
        sentences.append(_sentence(running[start:end]))
        start = end
    return sentences


def _running(rng: random.Random, spoken: Language, length: int) -> list[str]:
    start = rng.randrange(len(spoken.speech) - length)
    return list(spoken.speech[start : start + length])


def _sentence(words: Sequence[str]) -> str:
    return " ".join(words).capitalize() + "."


def _finding(rng: random.Random, topic: Sequence[str]) -> str:
    point = rng.uniform(0.3, 1.8)
    stated = rng.choice(_FINDINGS).format(
        a=rng.choice(topic),
        b=rng.choice(topic),
        x=point,
        low=point * rng.uniform(0.6, 0.9),
        high=point * rng.uniform(1.1, 1.7),
        y=rng.uniform(2, 80),
        n=rng.randint(12, 900),
        p=rng.uniform(0.001, 0.9),
    )
    return stated[0].upper() + stated[1:]


def _article(
    rng: random.Random,
    spoken: Language,
    *,
    pmid: str,
    title: str,
    sections: Sequence[Section],
    topic: Sequence[str],
) -> str:
    year, month, day = rng.randint(1985, 2025), rng.randint(1, 12), rng.randint(1, 28)
    journal = _JOURNALS[rng.randrange(len(_JOURNALS))]
    doi = f"10.55555/{journal.number}.{year}.{pmid}"
    day_of_year = f"<Year>{year}</Year><Month>{month:02}</Month><Day>{day:02}</Day>"
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Automated">'
        f'<PMID Version="1">{pmid}</PMID><DateCompleted>{day_of_year}</DateCompleted>'
        f"<DateRevised>{day_of_year}</DateRevised>"
        f'<Article PubModel="Print-Electronic">{_issue(rng, journal, year, month)}'
        f"<ArticleTitle>{_marked_up(rng, title, topic)}</ArticleTitle>{_pages(rng)}"
        f'<ELocationID EIdType="doi" ValidYN="Y">{doi}</ELocationID>'
        f"{_abstract_xml(sections, year)}{_authors(rng, spoken)}<Language>eng</Language>{_types(rng)}"
        f'<ArticleDate DateType="Electronic">{day_of_year}</ArticleDate></Article>{journal.info}'
        f"{_chemicals(rng, topic)}<CitationSubset>IM</CitationSubset>{_relations(rng, pmid)}"
        f"{_mesh(rng, topic)}{_keywords(rng, topic)}</MedlineCitation>"
        f'<PubmedData><History><PubMedPubDate PubStatus="entrez">{day_of_year}<Hour>6</Hour>'
        f"<Minute>0</Minute></PubMedPubDate></History><PublicationStatus>ppublish</PublicationStatus>"
        f'<ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>'
        f'<ArticleId IdType="doi">{doi}</ArticleId></ArticleIdList>'
        f"{_reference_list(rng, spoken)}</PubmedData></PubmedArticle>\n"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Journal:
    number: int
    name: str
    short: str
    issn: str
    country: str

    @property
    def info(self) -> str:
        return (
            f"<MedlineJournalInfo><Country>{self.country}</Country><MedlineTA>{self.short}</MedlineTA>"
            f"<NlmUniqueID>9{self.number:06}</NlmUniqueID><ISSNLinking>{self.issn}</ISSNLinking>"
            f"</MedlineJournalInfo>"
        )


def _journal(number: int) -> _Journal:
    city, field = _CITIES[number % len(_CITIES)], CLINICAL_WORDS[number % 200]
    return _Journal(
        number=number,
        name=f"{city} journal of {field}",
        short=f"{city[:5]} J {field.capitalize()[:6]} {number}",
        issn=f"{1000 + number:04}-{number * 7 % 10_000:04}",
        country=_COUNTRIES[number % len(_COUNTRIES)],
    )


_JOURNALS = tuple(_journal(number) for number in range(400))


def _issue(rng: random.Random, journal: _Journal, year: int, month: int) -> str:
    return (
        f'<Journal><ISSN IssnType="Electronic">{journal.issn}</ISSN><JournalIssue CitedMedium="Internet">'
        f"<Volume>{year - 1984}</Volume><Issue>{month}</Issue>"
        f"<PubDate>{_printed_date(rng, year, month)}</PubDate></JournalIssue>"
        f"<Title>{journal.name}</Title><ISOAbbreviation>{journal.short}</ISOAbbreviation></Journal>"
    )


def _pages(rng: random.Random) -> str:
    first = rng.randint(1, 1400)
    last = first + rng.randint(2, 14)
    return (
        f"<Pagination><StartPage>{first}</StartPage><EndPage>{last}</EndPage>"
        f"<MedlinePgn>{first}-{last}</MedlinePgn></Pagination>"
    )


def _printed_date(rng: random.Random, year: int, month: int) -> str:
    if rng.random() < 0.05:
        return f"<MedlineDate>{year} {_MONTHS[month - 1]}-{_MONTHS[month % 12]}</MedlineDate>"
    return f"<Year>{year}</Year><Month>{_MONTHS[month - 1]}</Month>"


def _marked_up(rng: random.Random, title: str, topic: Sequence[str]) -> str:
    """The title as XML, one in twenty with a word in italics, as species and genes are."""
    if rng.random() > 0.05:
        return escape(title)
    word = rng.choice(topic)
    return escape(title).replace(f" {word} ", f" <i>{word}</i> ", 1)


def _abstract_xml(sections: Sequence[Section], year: int) -> str:
    if not sections:
        return ""
    parts = "".join(
        f"<AbstractText{_label(section)}>{escape(section.text)}</AbstractText>" for section in sections
    )
    return f"<Abstract>{parts}<CopyrightInformation>© {year} The Authors.</CopyrightInformation></Abstract>"


def _label(section: Section) -> str:
    return f' Label="{section.label}" NlmCategory="{section.label}"' if section.label else ""


def _authors(rng: random.Random, spoken: Language) -> str:
    people = "".join(rng.choices(spoken.authors, k=rng.choice((1, 2, 3, 4, 5, 6, 7, 8, 12))))
    group = ""
    if rng.random() < 0.03:
        group = (
            f'<Author ValidYN="Y"><CollectiveName>{rng.choice(_CITIES)} Study Group</CollectiveName></Author>'
        )
    return f'<AuthorList CompleteYN="Y">{people}{group}</AuthorList>'


def _author(rng: random.Random) -> str:
    given, city = rng.choice(_GIVEN), rng.choice(_CITIES)
    return (
        f'<Author ValidYN="Y"><LastName>{rng.choice(_FAMILIES)}</LastName><ForeName>{given}</ForeName>'
        f"<Initials>{given[0]}</Initials><AffiliationInfo><Affiliation>Department of "
        f"{rng.choice(CLINICAL_WORDS).capitalize()} Medicine, University Hospital of {city}, {city}, "
        f"{rng.choice(_COUNTRIES)}.</Affiliation></AffiliationInfo></Author>"
    )


def _types(rng: random.Random) -> str:
    designs = rng.sample(_DESIGNS, rng.choice((0, 0, 1, 1, 2)))
    listed = [("Journal Article", "D016428"), *designs]
    types = "".join(f'<PublicationType UI="{ui}">{name}</PublicationType>' for name, ui in listed)
    return f"<PublicationTypeList>{types}</PublicationTypeList>"


def _chemicals(rng: random.Random, topic: Sequence[str]) -> str:
    if rng.random() < 0.6:
        return ""
    named = "".join(
        f"<Chemical><RegistryNumber>0</RegistryNumber>"
        f'<NameOfSubstance UI="D{900_000 + len(word) * 991}">{word.capitalize()}</NameOfSubstance></Chemical>'
        for word in topic[-3:]
    )
    return f"<ChemicalList>{named}</ChemicalList>"


def _relations(rng: random.Random, pmid: str) -> str:
    if rng.random() < 0.97:
        return ""
    other = max(FIRST_PMID, int(pmid) - rng.randint(1, 500))
    return (
        f'<CommentsCorrectionsList><CommentsCorrections RefType="{rng.choice(_NOTES)}">'
        f"<RefSource>{rng.choice(_CITIES)} J. {rng.randint(1990, 2025)}</RefSource>"
        f'<PMID Version="1">{other}</PMID>'
        f"</CommentsCorrections></CommentsCorrectionsList>"
    )


def _mesh(rng: random.Random, topic: Sequence[str]) -> str:
    tags = rng.choices(_CHECK_TAGS, k=rng.randint(1, 5))
    headings = [
        f'<DescriptorName UI="{ui}" MajorTopicYN="N">{name}</DescriptorName>'
        for name, ui in dict(tags).items()
    ]
    subjects = topic[: rng.randint(3, 9)]
    qualifiers = rng.choices(_QUALIFIERS, k=len(subjects))
    for word, (name, ui), major in zip(
        subjects, qualifiers, rng.choices("YNN", k=len(subjects)), strict=True
    ):
        headings.append(
            f'<DescriptorName UI="D{900_000 + len(word) * 997}" MajorTopicYN="{major}">{word.capitalize()}'
            f'</DescriptorName><QualifierName UI="{ui}" MajorTopicYN="N">{name}</QualifierName>'
        )
    listed = "".join(f"<MeshHeading>{heading}</MeshHeading>" for heading in headings)
    return f"<MeshHeadingList>{listed}</MeshHeadingList>"


def _keywords(rng: random.Random, topic: Sequence[str]) -> str:
    if rng.random() < 0.5:
        return ""
    words = "".join(f'<Keyword MajorTopicYN="N">{word}</Keyword>' for word in topic[:5])
    return f'<KeywordList Owner="NOTNLM">{words}</KeywordList>'


def _reference_list(rng: random.Random, spoken: Language) -> str:
    if rng.random() < 0.75:
        return ""
    entries = "".join(rng.choices(spoken.references, k=rng.randint(5, 40)))
    return f"<ReferenceList>{entries}</ReferenceList>"


def _reference(rng: random.Random) -> str:
    return (
        f"<Reference><Citation>{rng.choice(_FAMILIES)} {rng.choice(_GIVEN)[0]}. {rng.choice(_CITIES)} J "
        f"{rng.choice(CLINICAL_WORDS).capitalize()}. {rng.randint(1960, 2025)};{rng.randint(1, 60)}:"
        f'{rng.randint(1, 900)}.</Citation><ArticleIdList><ArticleId IdType="pubmed">'
        f"{FIRST_PMID + rng.randrange(1_000_000)}</ArticleId></ArticleIdList></Reference>"
    )


def main() -> None:
    """Write records into a folder and say how quickly."""
    parser = argparse.ArgumentParser(description="Write schema-true MEDLINE records, made up from a seed.")
    parser.add_argument("folder", type=Path, help="where the .xml.gz files go, 10,000 records each")
    parser.add_argument("--records", type=int, default=RECORDS_A_FILE, help="how many (default: %(default)s)")
    parser.add_argument(
        "--seed", type=int, default=1, help="the same seed writes the same bytes (default: 1)"
    )
    options = parser.parse_args()

    began = time.perf_counter()
    for path in write(options.folder, options.records, seed=options.seed):
        print(path)
    seconds = time.perf_counter() - began
    print(f"{options.records:,} records in {seconds:.1f} s: {options.records / seconds:,.0f} a second")


if __name__ == "__main__":
    main()
