"""Answers and abstentions for tests: one full answer written out, and strategies for arbitrary ones.

Every name, journal and figure is invented.
"""

from __future__ import annotations

from hypothesis import strategies as st

from curbside.literature.publication import Kind, Passage, Read
from curbside.question.reading import ClinicalQuestion, OtherSense, SenseChoice
from curbside.verification.answer import (
    Abstention,
    Answer,
    Citation,
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
)
PASSAGES = {passage.id: passage for passage in (TRIAL, STATEMENT)}


def quoted(claim_id: str, passage: Passage, reference: int, words: str) -> UpheldClaim:
    """A verbatim claim: the words as they stand in the passage."""
    start = passage.text.index(words)
    citation = Citation(
        reference=reference, passage=passage.id, start=start, end=start + len(words), quote=words
    )
    return UpheldClaim(id=claim_id, text=words, kind="verbatim", citations=(citation,))


NO_DIFFERENCE = quoted(
    "c1",
    TRIAL,
    1,
    "Joint pain at 6 months did not differ between groups (difference 0.1, 95% CI -0.3 to 0.5; P = .62).",
)
DROP_OUTS = quoted("c2", TRIAL, 1, "Two women in each group stopped treatment.")
LESS_LOSS = quoted("c3", STATEMENT, 2, STATEMENT.text)
COMPOSED = UpheldClaim(
    id="c4",
    text="It spared bone but not joints.",
    kind="composed",
    citations=(*LESS_LOSS.citations, *NO_DIFFERENCE.citations),
    certainty="low",
)

QUESTION = ClinicalQuestion(
    asked="Does vitamin D ease AI joint pain?",
    read_as="Does vitamin D ease aromatase inhibitor joint pain?",
    kind="treatment",
    population=None,
    intervention="vitamin D",
    outcomes=("joint pain",),
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
    years=(2000, None),
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
)
ANSWER = Answer(
    id="cd" * 32,
    question=QUESTION,
    bottom_line=(NO_DIFFERENCE, COMPOSED),
    verdicts=(
        OutcomeVerdict(
            outcome="joint pain",
            direction="no difference",
            certainty="moderate",
            why=("one trial",),
            supporting=(NO_DIFFERENCE,),
            opposing=(),
        ),
        OutcomeVerdict(
            outcome="spinal bone density",
            direction="benefit",
            certainty="low",
            why=("observational", "one centre"),
            supporting=(LESS_LOSS,),
            opposing=(DROP_OUTS,),
        ),
    ),
    sections=(Section(title="Harms", claims=(DROP_OUTS,)), Section(title="Bone", claims=(LESS_LOSS,))),
    steps=(Step(title="Measure 25(OH)D", actions=("Use one laboratory",), pathway="bone", node="n1"),),
    omissions=(
        Omission(slot="monitoring", status="found", claims=(LESS_LOSS,)),
        Omission(slot="pregnancy", status="not found", claims=()),
    ),
    references=(TRIAL_REFERENCE, STATEMENT_REFERENCE),
    withheld=(Withheld(text="It halves pain.", reason="no quote has 'halves'", check="numbers"),),
    unused=(
        Unused(id="pmid:90000002", reason="says the same as a source already cited"),
        Unused(id="pmid:90000003", reason="about another drug"),
        Unused(id="pmid:90000004", reason="about another drug"),
    ),
    follow_ups=("What does ease the pain?",),
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
    provenance=PROVENANCE,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
words = st.lists(text, max_size=3).map(tuple)
numbers = st.integers(min_value=1, max_value=9)
probabilities = st.floats(min_value=0, max_value=1)
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
)
some_claims = st.lists(claims, max_size=2).map(tuple)
years = st.none() | st.integers(min_value=1500, max_value=2100)
questions = st.builds(
    ClinicalQuestion,
    asked=text,
    read_as=text,
    kind=text,
    population=st.none() | text,
    intervention=st.none() | text,
    outcomes=words,
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
    years=st.none() | st.tuples(years, years),
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
)
answers = st.builds(
    Answer,
    id=text,
    question=questions,
    bottom_line=some_claims,
    verdicts=st.lists(
        st.builds(
            OutcomeVerdict,
            outcome=text,
            direction=st.sampled_from(["benefit", "harm", "no difference", "mixed", "unclear"]),
            certainty=certainties,
            why=words,
            supporting=some_claims,
            opposing=some_claims,
        ),
        max_size=2,
    ).map(tuple),
    sections=st.lists(st.builds(Section, title=text, claims=some_claims), max_size=2).map(tuple),
    steps=st.lists(st.builds(Step, title=text, actions=words, pathway=text, node=text), max_size=2).map(
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
    provenance=provenances,
)
outcomes = answers | abstentions
