"""From settings to working parts: the only place that reads the environment and builds adapters.

========================== ===================================================================================
``CURBSIDE_LIBRARY``       the library's directory, when ``--library`` does not name one
``CURBSIDE_HISTORY``       the file of the answers that were asked, when not in the user's data folder
``NCBI_API_KEY``           raises PubMed's limit from three requests a second to ten
``NCBI_EMAIL``             whom NCBI may write to about this program's requests
``CURBSIDE_EUTILS_URL``    where the E-utilities are, when not at NCBI
``CURBSIDE_MODEL_URL``     the OpenAI-compatible server that ``--writer openai:NAME`` asks, when not OpenAI
``CURBSIDE_MODEL_KEY``     the key of that server; a provider's own key is in the variable it documents
``CURBSIDE_MODEL_TIMEOUT`` how many seconds a model has for a whole reply, 120 when it does not say
``CURBSIDE_COMPARISONS``   ``MODULE:NAME`` of comparisons to ask after all checks, with commas between several
``CURBSIDE_CDS_CLIENTS``   the file of the record systems that may call `serve` (docs/cds-hooks.md)
``CURBSIDE_FEEDBACK``      the file of what became of cards, when not in the user's data folder
``CURBSIDE_ARTICLES_URL``  where cards link to for the claims of a pathway, ``URL/PATHWAY#CLAIM``
``CURBSIDE_LOCAL_ONLY``    no other machine is reached, for a model or for anything else, unless it is 0
========================== ===================================================================================
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import platformdirs

from curbside.editorial.asked import AskedStore
from curbside.errors import Mendable, NotFound
from curbside.literature.library import Library, library_in_memory, open_library
from curbside.literature.readers import TOPIC_FILE, files_under

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from curbside.answer.model import ModelWriter
    from curbside.literature.sources.eutils import EUtils
    from curbside.pathway.definition import Pathway
    from curbside.surfaces.cds_hooks.door import CdsHooksDoor
    from curbside.surfaces.cds_hooks.feedback_store import FeedbackStore
    from curbside.verification.comparison import Comparison

EXTRACTIVE: Final = "extractive"
MODEL_SECONDS: Final = 120.0
PATHWAY_FILE: Final = "pathway.yaml"

SHIPPED: Final = "the evidence that Curbside ships; for your own: curbside library add FILES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A library open for reading, and, when the caller named none, where it was found."""

    library: Library
    found: str = ""


def holding(named: Path | None) -> Holding:
    """The library to read: the one named, the environment's, the user's own, else what Curbside ships.

    Raises `NotFound` when a library was named and is not there: a clinician who asks one library must not
    be answered from another.
    """
    directory = named or _from_environment()
    if directory is not None:
        return Holding(library=open_library(directory))
    try:
        library = open_library(_own_library())
    except NotFound:
        return Holding(library=library_in_memory(_shipped_evidence()), found=SHIPPED)
    # An addition that came to nothing leaves an empty library, and its owner wondering why nothing is found.
    empty = (
        "" if library.status().publications else ", which is empty; to fill it: curbside library add FILES"
    )
    return Holding(library=library, found=f"{_own_library()}{empty}")


def library_to_change(named: Path | None) -> Library:
    """The library to remove from or mend. Raises `NotFound` when there is none."""
    directory = library_directory(named)
    open_library(directory).close()
    return open_library(directory, writable=True)


def library_to_add_to(named: Path | None) -> Library:
    """The library to add to, made when there is none."""
    return open_library(library_directory(named), writable=True)


def library_directory(named: Path | None) -> Path:
    """Where the caller's library is, or would be."""
    return named or _from_environment() or _own_library()


def shipped_topics() -> dict[str, Path]:
    """The folders of the topics that Curbside ships, by name, in the order of their names."""
    folders = sorted(_shipped_content().iterdir())
    return {folder.name: folder for folder in folders if (folder / TOPIC_FILE).is_file()}


def shipped_topic(name: str) -> Path:
    """The folder of one of them. Raises `NotFound`, with the names there are."""
    shipped = shipped_topics()
    if name not in shipped:
        raise NotFound(f"expected a topic that Curbside ships: {', '.join(shipped)}; came {name!r}")
    return shipped[name]


def shipped_pathways() -> dict[str, Path]:
    """The files of the pathways that Curbside ships, by name, in the order of their names."""
    folders = sorted(_shipped_content().iterdir())
    return {folder.name: folder / PATHWAY_FILE for folder in folders if (folder / PATHWAY_FILE).is_file()}


@lru_cache(maxsize=8)
def pathway_of(topic: str) -> Pathway | None:
    """The pathway that Curbside ships for a topic; None where it ships none, or it is not to be used any more."""
    # Reading YAML is for questions on a topic that has a pathway; whoever asks of anything else never waits for it.
    from curbside.pathway.reading import read_pathway

    file = shipped_pathways().get(topic)
    pathway = read_pathway(file).pathway if file is not None else None
    return pathway if pathway is not None and pathway.status != "retired" else None


def pathway_file(named: str) -> Path:
    """The file of a pathway: one that Curbside ships, by its name; else a file, or the folder that it lies in.

    Raises `NotFound`, with the names there are.
    """
    shipped = shipped_pathways()
    if named in shipped:
        return shipped[named]
    path = Path(named).expanduser() if named else None
    if path is not None and path.is_file():
        return path
    if path is not None and (path / PATHWAY_FILE).is_file():
        return path / PATHWAY_FILE
    raise NotFound(f"expected a file, or a pathway that Curbside ships: {', '.join(shipped)}; came {named!r}")


def today() -> date:
    """The day it is where this runs. No room below reads a clock."""
    return datetime.now().astimezone().date()


def pubmed() -> EUtils:
    """PubMed, with the caller's own key and address where the environment gives them."""
    # The client for it takes longer to load than a question to answer, and most commands never need it.
    from curbside.literature.sources.eutils import NCBI, EUtils

    return EUtils(
        email=os.environ.get("NCBI_EMAIL", ""),
        api_key=os.environ.get("NCBI_API_KEY", ""),
        base_url=os.environ.get("CURBSIDE_EUTILS_URL") or NCBI,
    )


def model_writer(named: str) -> ModelWriter | None:
    """The writer that asks this model; None for ``extractive``, which asks none.

    Raises `Mendable` when the name, a setting or what is installed will not do, before anything is asked.
    """
    if named == EXTRACTIVE:
        return None
    if ":" not in named.strip(":"):
        raise Mendable(
            f"expected --writer {EXTRACTIVE} or PROVIDER:MODEL, such as openai:NAME; came {named!r}"
        )
    # What speaks to models takes a second to load, and most questions are answered without one.
    from curbside.answer.model import ModelWriter
    from curbside.inference.settings import ModelSettings

    try:
        from curbside.inference.pydantic_ai_model import PydanticAIModel
    except ImportError as error:
        raise Mendable(
            f"expected what --writer {named} needs to be installed, and {error.name} is not: "
            "pip install 'curbside[models]'"
        ) from None
    settings = ModelSettings(
        name=named, url=os.environ.get("CURBSIDE_MODEL_URL", ""), deadline_seconds=_model_timeout()
    )
    return ModelWriter(PydanticAIModel(settings=settings, key=os.environ.get("CURBSIDE_MODEL_KEY", "")))


def _model_timeout() -> float:
    said = os.environ.get("CURBSIDE_MODEL_TIMEOUT") or f"{MODEL_SECONDS:g}"
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < math.inf:
        raise Mendable(f"expected a number of seconds in CURBSIDE_MODEL_TIMEOUT; came {said!r}")
    return seconds


def further_comparisons() -> tuple[Comparison, ...]:
    """The comparisons that the user plugged in, to be asked after all checks; most have none.

    Raises `Mendable` for a name that leads to none: a check that was asked for is not left out in silence.
    """
    named = os.environ.get("CURBSIDE_COMPARISONS", "")
    return tuple(_comparison(one.strip()) for one in named.split(",") if one.strip())


def _comparison(named: str) -> Comparison:
    module, _, name = named.partition(":")
    try:
        found: Any = getattr(import_module(module), name)
        made = found() if isinstance(found, type) else found
    except Exception as error:
        raise Mendable(
            f"expected MODULE:NAME of a comparison in CURBSIDE_COMPARISONS; came {named}, which cannot be had: "
            f"{type(error).__name__}: {error}"
        ) from None
    if not (isinstance(getattr(made, "name", None), str) and callable(getattr(made, "mismatch", None))):
        raise Mendable(
            f"expected a comparison, with a name and a mismatch(held), in CURBSIDE_COMPARISONS; came {named}"
        )
    return made  # type: ignore[no-any-return]


def asked_store() -> AskedStore:
    """The answers that were asked; its file is made when the first is kept."""
    named = os.environ.get("CURBSIDE_HISTORY")
    return AskedStore(
        Path(named).expanduser() if named else platformdirs.user_data_path("curbside") / "history.sqlite"
    )


def cds_hooks_door(
    pathways: Sequence[Path], *, clients_file: Path | None, base_url: str, clock: Callable[[], datetime]
) -> CdsHooksDoor:
    """CDS Hooks over these pathways, each borne out by its own test patients first.

    With a file of clients only they may call, and its ``base_url`` counts. Raises `FaultyPathway`, or `Mendable`.
    """
    from curbside import workflows

    try:
        import uvicorn  # noqa: F401

        from curbside.surfaces.cds_hooks.authentication import Authentication
        from curbside.surfaces.cds_hooks.clients import read_clients
        from curbside.surfaces.cds_hooks.discovery import CdsService
        from curbside.surfaces.cds_hooks.door import CdsHooksDoor
        from curbside.surfaces.cds_hooks.fetching import Fetcher
        from curbside.surfaces.cds_hooks.gathering import Gathering
        from curbside.surfaces.cds_hooks.keys import keys_of
    except ImportError as error:
        raise Mendable(
            f"expected what `serve` needs to be installed, and {error.name} is not: pip install 'curbside[server]'"
        ) from None
    served = [workflows.usable_pathway(path) for path in pathways]
    named = clients_file or _setting_path("CURBSIDE_CDS_CLIENTS")
    listed = read_clients(named) if named else None
    base_url = (listed.base_url if listed else base_url).rstrip("/")
    fetcher = Fetcher()
    authentication = None
    if listed and named:
        keys = {client.issuer: keys_of(client, named.parent, fetcher) for client in listed.clients}
        authentication = Authentication(
            {client.issuer: client for client in listed.clients}, keys, clock=clock
        )
    return CdsHooksDoor(
        services={one.pathway.id: CdsService.of(one, base_url=base_url) for one in served},
        gathering=Gathering(fetcher=fetcher),
        feedback=feedback_store(),
        clock=clock,
        base_url=base_url,
        articles=os.environ.get("CURBSIDE_ARTICLES_URL", ""),
        authentication=authentication,
        # Where anybody may call, so may any page: there is nothing to protect but the person who started it.
        origins=listed.origins if listed else ("*",),
    )


def feedback_store() -> FeedbackStore:
    """What became of cards; its file is made when the first outcome is kept."""
    from curbside.surfaces.cds_hooks.feedback_store import FeedbackStore

    named = _setting_path("CURBSIDE_FEEDBACK")
    return FeedbackStore(named or platformdirs.user_data_path("curbside") / "feedback.sqlite")


def _setting_path(name: str) -> Path | None:
    said = os.environ.get(name)
    return Path(said).expanduser() if said else None


def cache() -> Path:
    """Where what was fetched from the network is kept between commands."""
    return platformdirs.user_cache_path("curbside") / "pubmed"


def _from_environment() -> Path | None:
    named = os.environ.get("CURBSIDE_LIBRARY")
    return Path(named).expanduser() if named else None


def _own_library() -> Path:
    return platformdirs.user_data_path("curbside") / "library"


def _shipped_evidence() -> list[Path]:
    return list(files_under(_shipped_content()))


def _shipped_content() -> Path:
    # An editable checkout keeps the folder beside ``src``; a built package carries it inside.
    installed = Path(str(files("curbside"))) / "content"
    checkout = Path(__file__).parents[3] / "content"
    for folder in (installed, checkout):
        if folder.is_dir():
            return folder
    raise NotFound(
        f"expected the evidence that Curbside ships in {installed}; came nothing: install Curbside again"
    )
