"""What stops an import before anything is read from the file."""

from typing import Literal

ProblemCode = Literal[
    "empty", "binary", "format", "encoding", "too_large", "no_text", "markdown",
    "damaged", "unsafe", "locked", "too_deep", "too_slow", "busy", "no_reader", "expired",
]  # fmt: skip


class ImportProblem(ValueError):
    """The file cannot be read as a chapter.

    `message` says why, for people; `code` says it to a program.
    """

    def __init__(self, message: str, *, code: ProblemCode) -> None:
        super().__init__(message)
        self.message = message
        self.code: ProblemCode = code
