"""Answers and abstentions for tests: one full answer written out, and strategies for arbitrary ones.

Every name, journal and figure is invented.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from curbside.literature.publication import EventRates, Kind, Passage, Read, Statement
from curbside.question.constraints import Constraints
from curbside.question.reading import ClinicalQuestion, Correction, Expansion, OtherSense, SenseChoice
from curbside.verification.answer import (
    Abstention,
    Answer,
    Choice,
    Citation,
    EffectEstimate,
    Nearest,
    Omission,
    OutcomeVerdict,
    Provenance,
    Reference,
    Searched,
    Section,
    Step,
    Unused,
    UpheldClaim,
    Withheld,
)

TRIAL = Passage(
    id="pmid:90000001#abstract.results",
    kind=Kind.ABSTRACT,
    heading="RESULTS",
    start=60,
    text=(
        "We randomised 120 women. Joint pain at 6 months did not differ between groups (difference 0.1, "
        "95% CI -0.3 to 0.5; P = .62). Two women in each group stopped treatment."
    ),
)
STATEMENT = Passage(
    id="larch-2019#s1",
    kind=Kind.STATEMENT,
    start=0,
    text="Women who reached ≥40 ng/mL lost less spinal bone over one year (1.2 points; 0.3 to 2.1).",
    statement=Statement(sample_size=232, source_read="abstract", confidence="verified"),
)
GUIDANCE = Passage(
    id="willow-2020#s1",
    kind=Kind.STATEMENT,
    start=0,
    text="Give at least 800 IU of vitamin D a day to women on an aromatase inhibitor.",
)
LABEL = Passage(
    id="maple-label#s1",
    kind=Kind.STATEMENT,
    start=0,
    text="Vitamin D3 is not to be used with kidney stones.",
)
WORKED_OUT = Passage(
    id="bone:derived#s1",
    kind=Kind.STATEMENT,
    start=0,
    text="One drop of 400 IU twice a day makes 800 IU a day.",
    statement=Statement(confidence="derived", derivation="2 × 400 = 800"),
)
PASSAGES = {passage.id: passage for passage in (TRIAL, STATEMENT, GUIDANCE, LABEL, WORKED_OUT)}


def quoted(claim_id: str, passage: Passage, reference: int, words: str, **more: object) -> UpheldClaim:
    """A verbatim claim: the words as they stand in the passage."""
    start = passage.text.index(words)
    citation = Citation(
        reference=reference, passage=passage.id, start=start, end=start + len(words), quote=words
    )
    return UpheldClaim(id=claim_id, text=words, kind="verbatim", citations=(citation,), **more)


def estimate(
    measure: str, value: str, low: str, high: str, *, passage: Passage = STATEMENT, reference: int = 2
) -> EffectEstimate:
    """An estimate with the digits it was printed with."""
    return EffectEstimate(
        reference=reference,
        passage=passage.id,
        measure=measure,
        value=Decimal(value),
        low=Decimal(low),
        high=Decimal(high),
        level=Decimal(95),
    )


NO_DIFFERENCE = quoted(
    "c1",
    TRIAL,
    1,
    "Joint pain at 6 months did not differ between groups (difference 0.1, 95% CI -0.3 to 0.5; P = .62).",
    plain="In one study, joint pain was the same with vitamin D and without it.",
    event_rates=EventRates(intervention="37%", comparator="51.5%"),
)
DROP_OUTS = quoted("c2", TRIAL, 1, "Two women in each group stopped treatment.")
LESS_LOSS = quoted(
    "c3", STATEMENT, 2, STATEMENT.text, plain="Women with more vitamin D in the blood lost less bone."
)
COMPOSED = UpheldClaim(
    id="c4",
    text="It spared bone but not joints.",
    kind="composed",
    citations=(*LESS_LOSS.citations, *NO_DIFFERENCE.citations),
    certainty="low",
    plain="It was good for bones but not for joints.",
)
ADVICE_US = quoted(
    "c5",
    GUIDANCE,
    3,
    GUIDANCE.text,
    plain="US experts advise at least 800 IU of vitamin D a day.",
    jurisdiction="US",
)
LABEL_EU = quoted(
    "c6",
    LABEL,
    4,
    LABEL.text,
    plain="Do not take it with kidney stones. Ask your care team.",
    jurisdiction="EU",
)
DERIVED = UpheldClaim(
    id="c7",
    text=WORKED_OUT.text,
    kind="composed",
    citations=(
        *quoted("", WORKED_OUT, 5, WORKED_OUT.text).citations,
        *ADVICE_US.citations,
    ),
    plain="Two drops a day make 800 IU. Ask your care team before you take any dose.",
)

QUESTION = ClinicalQuestion(
    asked="Does vitamin D ease AI joint pain?",
    read_as="Does vitamin D ease aromatase inhibitor joint pain?",
    kind="treatment",
    population=None,
    intervention="vitamin D",
    comparator=None,
    outcomes=("joint pain",),
    constraints=Constraints(years=(2000, None)),
    corrections=(Correction(written="vitamn", read="vitamin", why="the nearest name in this library"),),
    expansions=(Expansion(said="joint pain", also=("arthralgia",), source="words for one thing"),),
    senses=(
        SenseChoice(
            short="AI",
            long="aromatase inhibitor",
            probability=0.97,
            why="joint pain is a known effect of it",
            alternatives=(OtherSense(long="autoimmune", probability=0.02),),
        ),
    ),
    terms=("vitamin", "d", "joint", "pain"),
    phrases=(),
)
PROVENANCE = Provenance(
    library="ab" * 32,
    version="0.1.0",
    config="default",
    writer="extractive",
    model=None,
    asked_at="2026-01-02T03:04:05Z",
)
TRIAL_REFERENCE = Reference(
    number=1,
    id="pmid:90000001",
    title="Vitamin D for joint pain: a randomised trial",
    authors=("Alder A", "Birch B", "Cedar C", "Dogwood D"),
    journal="Journal of Invented Trials",
    year=2018,
    doi="10.9999/jit.2018.1",
    pmid="90000001",
    kind="randomised trial",
    read=Read.ABSTRACT,
    retracted=False,
    superseded_by=None,
)
STATEMENT_REFERENCE = Reference(
    number=2,
    id="larch-2019",
    title="Vitamin D and spinal bone: a cohort",
    authors=("Larch L",),
    journal="",
    year=None,
    doi=None,
    pmid=None,
    kind="prospective cohort",
    read=Read.STATEMENT,
    retracted=True,
    superseded_by="pmid:90000009",
    source_read="abstract",
    checked_on="2025-11-30",
)


def held_as_statement(number: int, name: str, title: str, **more: object) -> Reference:
    """A source that is held as our statements."""
    known = {
        "authors": (),
        "journal": "",
        "year": None,
        "doi": None,
        "pmid": None,
        "retracted": False,
        "superseded_by": None,
    }
    return Reference(number=number, id=name, title=title, read=Read.STATEMENT, **{**known, **more})


GUIDELINE_REFERENCE = held_as_statement(
    3,
    "willow-2020",
    "Bone on aromatase inhibitors: a guideline",
    authors=("Willow W", "Society of Invented Oncology"),
    year=2020,
    kind="guideline",
    superseded_by="maple-label",
    source_read="full text",
    checked_on="2025-12-24",
)
LABEL_REFERENCE = held_as_statement(4, "maple-label", "Label of vitamin D3", kind="product label")
DERIVED_REFERENCE = held_as_statement(5, "bone:derived", "Worked out from other statements", kind="derived")
ANSWER = Answer(
    id="cd" * 32,
    question=QUESTION,
    title="Vitamin D and joints on an aromatase inhibitor",
    plain_title="Vitamin D and sore joints",
    bottom_line=(NO_DIFFERENCE, COMPOSED),
    verdicts=(
        OutcomeVerdict(
            outcome="joint pain",
            plain_outcome="sore joints",
            direction="no difference",
            certainty="moderate",
            why=("one trial",),
            supporting=(NO_DIFFERENCE,),
            opposing=(),
            estimates=(estimate("OR", "0.50", "0.25", "1.00", passage=TRIAL, reference=1),),
        ),
        OutcomeVerdict(
            outcome="spinal bone density",
            plain_outcome=None,
            direction="benefit",
            certainty="low",
            why=("observational", "one centre"),
            supporting=(LESS_LOSS,),
            opposing=(DROP_OUTS,),
            estimates=(
                estimate("MD", "1.20", "0.3", "2.1"),
                estimate("MD", "-0.1", "-0.30", "0.5", passage=TRIAL, reference=1),
            ),
        ),
    ),
    sections=(
        Section(title="Harms", plain_title="Side effects", claims=(DROP_OUTS,)),
        Section(title="Bone", claims=(LESS_LOSS, ADVICE_US, LABEL_EU, DERIVED)),
        Section(title="If AI means autoimmune", claims=(NO_DIFFERENCE,), apart=True),
    ),
    steps=(
        Step(title="Measure 25(OH)D", actions=(LESS_LOSS,), pathway="bone", node="n1"),
        Step(title="Give vitamin D", plain_title="Take it", actions=(ADVICE_US,), pathway="", node=""),
    ),
    omissions=(
        Omission(slot="monitoring", status="found", claims=(LESS_LOSS,)),
        Omission(slot="pregnancy", status="not found", claims=()),
    ),
    references=(
        TRIAL_REFERENCE,
        STATEMENT_REFERENCE,
        GUIDELINE_REFERENCE,
        LABEL_REFERENCE,
        DERIVED_REFERENCE,
    ),
    withheld=(Withheld(text="It halves pain.", reason="no quote has 'halves'", check="numbers"),),
    unused=(
        Unused(id="pmid:90000002", reason="says the same as a source already cited"),
        Unused(id="pmid:90000003", reason="about another drug"),
        Unused(id="pmid:90000004", reason="about another drug"),
    ),
    follow_ups=("What does ease the pain?",),
    choices=(
        Choice(
            short="AI", long="autoimmune", probability=0.12, ask="Does vitamin D ease autoimmune joint pain?"
        ),
    ),
    provenance=PROVENANCE,
)
ABSTENTION = Abstention(
    id="ef" * 32,
    question=QUESTION,
    reason="No publication in the library is about pizza.",
    searched=Searched(
        library="ab" * 32,
        publications=1234,
        terms=("best", "pizza", "rome"),
        missing=("pizza", "rome"),
        nearest=(
            Nearest(
                id="pmid:90000005",
                title="Dietary fibre in Italian adults",
                passage="pmid:90000005#abstract",
                quote="Adults in two regions kept a food diary.",
            ),
        ),
    ),
    withheld=(),
    unused=(Unused(id="pmid:90000005", reason="shares too few words with the question"),),
    choices=(),
    provenance=PROVENANCE,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
words = st.lists(text, max_size=3).map(tuple)
numbers = st.integers(min_value=1, max_value=9)
probabilities = st.floats(min_value=0, max_value=1)
places_of_rules = st.none() | st.sampled_from(["US", "EU", "UK", "international"]) | text
decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**7), max_value=10**7)
certainties = st.sampled_from(["high", "moderate", "low", "very low"])

claims = st.builds(
    UpheldClaim,
    id=text,
    text=text,
    kind=st.sampled_from(["verbatim", "composed"]),
    citations=st.lists(
        st.builds(
            Citation,
            reference=numbers,
            passage=text,
            start=st.integers(min_value=0, max_value=20),
            end=st.integers(min_value=0, max_value=40),
            quote=text,
        ),
        max_size=2,
    ).map(tuple),
    certainty=st.none() | certainties,
    plain=st.none() | text,
    jurisdiction=places_of_rules,
    event_rates=st.none() | st.builds(EventRates, intervention=text, comparator=text),
)
some_estimates = st.lists(
    st.builds(
        EffectEstimate,
        reference=numbers,
        passage=text,
        measure=st.sampled_from(["RR", "HR", "MD", "SMD"]) | text,
        value=decimals,
        low=decimals,
        high=decimals,
        level=decimals,
    ),
    max_size=4,
).map(tuple)
some_claims = st.lists(claims, max_size=2).map(tuple)
years = st.none() | st.integers(min_value=1500, max_value=2100)
questions = st.builds(
    ClinicalQuestion,
    asked=text,
    read_as=text,
    kind=text,
    population=st.none() | text,
    intervention=st.none() | text,
    comparator=st.none() | text,
    outcomes=words,
    constraints=st.builds(
        Constraints,
        age=st.none() | text,
        renal_function=st.none() | text,
        years=st.none() | st.tuples(years, years),
        study_types=words,
    ),
    corrections=st.lists(st.builds(Correction, written=text, read=text, why=text), max_size=1).map(tuple),
    expansions=st.lists(st.builds(Expansion, said=text, also=words, source=text), max_size=1).map(tuple),
    senses=st.lists(
        st.builds(
            SenseChoice,
            short=text,
            long=text,
            probability=probabilities,
            why=text,
            alternatives=st.lists(
                st.builds(OtherSense, long=text, probability=probabilities), max_size=2
            ).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    terms=words,
    phrases=words,
)
provenances = st.builds(
    Provenance,
    library=text,
    version=text,
    config=text,
    writer=text,
    model=st.none() | text,
    asked_at=text,
)
withheld = st.lists(st.builds(Withheld, text=text, reason=text, check=text), max_size=2).map(tuple)
unused = st.lists(st.builds(Unused, id=text, reason=text), max_size=3).map(tuple)
references = st.builds(
    Reference,
    number=numbers,
    id=text,
    title=text,
    authors=words,
    journal=text,
    year=years,
    doi=st.none() | text,
    pmid=st.none() | text,
    kind=text,
    read=st.sampled_from(Read),
    retracted=st.booleans(),
    superseded_by=st.none() | text,
    source_read=st.none() | text,
    checked_on=st.none() | text,
)
choices = st.lists(
    st.builds(Choice, short=text, long=text, probability=probabilities, ask=text), max_size=1
).map(tuple)
answers = st.builds(
    Answer,
    id=text,
    question=questions,
    title=text,
    plain_title=st.none() | text,
    bottom_line=some_claims,
    verdicts=st.lists(
        st.builds(
            OutcomeVerdict,
            outcome=text,
            plain_outcome=st.none() | text,
            direction=st.sampled_from(["benefit", "harm", "no difference", "mixed", "unclear"]),
            certainty=certainties,
            why=words,
            supporting=some_claims,
            opposing=some_claims,
            estimates=some_estimates,
        ),
        max_size=2,
    ).map(tuple),
    sections=st.lists(
        st.builds(Section, title=text, plain_title=st.none() | text, claims=some_claims, apart=st.booleans()),
        max_size=2,
    ).map(tuple),
    steps=st.lists(st.builds(Step, title=text, actions=some_claims, pathway=text, node=text), max_size=2).map(
        tuple
    ),
    omissions=st.lists(
        st.builds(Omission, slot=text, status=st.sampled_from(["found", "not found"]), claims=some_claims),
        max_size=2,
    ).map(tuple),
    references=st.lists(references, max_size=2, unique_by=lambda reference: reference.number).map(tuple),
    withheld=withheld,
    unused=unused,
    follow_ups=words,
    choices=choices,
    provenance=provenances,
)
abstentions = st.builds(
    Abstention,
    id=text,
    question=questions,
    reason=text,
    searched=st.builds(
        Searched,
        library=text,
        publications=st.integers(min_value=0, max_value=10**9),
        terms=words,
        missing=words,
        nearest=st.lists(st.builds(Nearest, id=text, title=text, passage=text, quote=text), max_size=2).map(
            tuple
        ),
    ),
    withheld=withheld,
    unused=unused,
    choices=choices,
    provenance=provenances,
)
outcomes = answers | abstentions
