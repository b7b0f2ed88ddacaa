"""What stops an import before anything is read from the file."""

from typing import Literal

ProblemCode = Literal["empty", "binary", "format", "encoding", "too_large", "no_text"]


class ImportProblem(ValueError):
    """The file cannot be read as a chapter.

    `message` says why in plain English; `code` lets a command or a page put it into other words.
    """

    def __init__(self, message: str, *, code: ProblemCode) -> None:
        super().__init__(message)
        self.message = message
        self.code: ProblemCode = code
