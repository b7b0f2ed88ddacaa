"""What stops an import: a file that cannot be read, an outline that cannot be what is asked."""

from typing import Literal

ProblemCode = Literal[
    "empty", "binary", "format", "encoding", "too_large", "no_text", "markdown",
    "damaged", "unsafe", "locked", "too_deep", "too_slow", "busy", "no_reader", "expired",
    "outdated", "correction",
]  # fmt: skip


class ImportProblem(ValueError):
    """The file cannot be read as a chapter, or its outline cannot be kept or corrected so.

    `message` says why, for people; `code` says it to a program.
    """

    def __init__(self, message: str, *, code: ProblemCode) -> None:
        super().__init__(message)
        self.message = message
        self.code: ProblemCode = code
