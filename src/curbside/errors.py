"""Everything that can go wrong, in one tree, and what a command and a server say of it.

::

    CurbsideError
    |-- Mendable            exit 2   HTTP 400   the caller can put it right: an option, a path, a question
    |   |-- BadQuestion                         empty, or longer than a question can be
    |   |-- BadRequest                          what was sent to a server is not what it takes
    |   |   `-- TooLarge             HTTP 413   more than it reads of one request
    |   |-- NotFound                 HTTP 404   no such publication, passage, file, library or service
    |   |-- NotTrusted               HTTP 401   who calls has not shown that they may
    |   |-- LibraryBusy              HTTP 503   another process is writing to this library
    |   `-- LocalOnly                HTTP 503   something wanted another machine, and local only is set
    |-- BadData             exit 3   HTTP 500   what was given to read is not what it should be
    |   |-- UnreadableSource                    a file no reader can carry on with
    |   |-- UnreadablePatient        HTTP 400   a patient's record in no form that is read, or of another FHIR version
    |   |-- FaultyPathway                       a pathway with mistakes, or one that its own test patients refute
    |   `-- DamagedLibrary                      a checksum, an offset or the index disagrees with the catalogue
    `-- OutsideFailure      exit 4   HTTP 502   something outside failed: the network, the disk, a model
        |-- NetworkFailure                      a source on the network did not answer as it should
        |-- DataOutOfReach           HTTP 412   a patient's data were neither sent nor to be had
        |-- ModelFailure                        a language model did not answer, or not as it was asked to
        `-- StorageFailure           HTTP 507   the disk is full, or may not be written

An abstention is not an error: it is an answer (`curbside.verification.Abstention`), and `ask` of one
question ends with exit code 5; so does `pathway apply` where something cannot be decided. An answer that comes
out otherwise when it is replayed is none either: `replay` ends with exit code 6.

A message says what was expected, what came, and where. It never carries a patient's value.
"""

from __future__ import annotations

from typing import ClassVar

EXIT_ABSTAINED = 5
EXIT_DIFFERS = 6


class CurbsideError(Exception):
    """The root: every error a surface turns into a message."""

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500


class Mendable(CurbsideError):
    """The caller can put it right and ask again."""

    exit_code = 2
    http_status = 400


class BadQuestion(Mendable):
    """A question that cannot be read: empty, or too long to be one."""


class BadRequest(Mendable):
    """What was sent to a server is not what it takes: a field is missing, or is not what it should be."""


class TooLarge(BadRequest):
    """More than a server reads of one request."""

    http_status = 413


class NotFound(Mendable):
    """Something was named that is not there."""

    http_status = 404


class NotTrusted(Mendable):
    """Who calls has not shown that they may. Why is for the server's own log, not for them."""

    http_status = 401


class LibraryBusy(Mendable):
    """Another process holds the library's only writing place."""

    http_status = 503


class LocalOnly(Mendable):
    """Something wanted to reach another machine, and local only is set."""

    http_status = 503


class BadData(CurbsideError):
    """What was given to read is not what it should be."""

    exit_code = 3


class UnreadableSource(BadData):
    """A whole file that no reader can carry on with."""


class UnreadablePatient(BadData):
    """A patient's record that no reader can carry on with. Names where, never what stands there."""

    http_status = 400


class FaultyPathway(BadData):
    """A pathway that may not be used: it has mistakes, or its own test patients refute it."""


class DamagedLibrary(BadData):
    """A checksum, an offset or the index disagrees with the catalogue."""


class OutsideFailure(CurbsideError):
    """Something outside this program failed."""

    exit_code = 4
    http_status = 502


class NetworkFailure(OutsideFailure):
    """A source on the network did not answer as it should."""


class DataOutOfReach(OutsideFailure):
    """A patient's data that a decision needs were neither sent nor to be had where they are."""

    http_status = 412


class ModelFailure(OutsideFailure):
    """A language model did not answer, or not as it was asked to."""


class StorageFailure(OutsideFailure):
    """The disk is full, or may not be written."""

    http_status = 507
