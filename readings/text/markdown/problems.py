"""What can be wrong with a text, in words for the person who wrote it."""

MAX_NOTE = 20_000
MAX_SECTION = 400_000


def gettext_noop(message: str) -> str:
    """Mark a message for translation; whoever shows it translates `template` (see TextProblem)."""
    return message


class TextProblem(ValueError):
    """A text that cannot be rendered.

    `str()` is English. For another language translate `template` and fill in `params`.
    """

    def __init__(self, template: str, **params: object) -> None:
        self.template = template
        self.params = params
        super().__init__(template % params)


class SectionProblem(TextProblem):
    """A mistake in a section's Markdown; `line` counts from 1 (0: no line of its own)."""

    def __init__(self, template: str, *, line: int = 0, **params: object) -> None:
        self.line = line
        super().__init__(template, line=line, **params)


class TooLong(TextProblem):
    """A text beyond its limit; `length` and `limit` are code points."""

    def __init__(self, length: int, limit: int) -> None:
        self.length = length
        self.limit = limit
        template = gettext_noop("This text has %(length)s characters; %(limit)s is the most.")
        super().__init__(template, length=length, limit=limit)


SECOND_REASONS = gettext_noop(
    "Line %(line)s: a section holds one list of reasons, and this is the second."
)
NO_PLACE_FOR_REASONS = gettext_noop(
    "The section has reasons but no place for them: write “::: reasons” and “:::” on two lines "
    "where the list belongs."
)
REASONS_INSIDE = gettext_noop(
    "Line %(line)s: the list of reasons cannot stand inside a quote or another list."
)
REASONS_NOT_EMPTY = gettext_noop(
    "Line %(line)s: nothing stands between “::: reasons” and “:::”; the reasons have fields of "
    "their own."
)
EMPTY_REASON = gettext_noop("Reason %(number)s has no words.")
UNKNOWN_CONTAINER = gettext_noop(
    "Line %(line)s: “%(mark)s” is unknown here; “::: verse”, “::: caption” and “::: reasons” are "
    "known."
)
UNCLOSED_CONTAINER = gettext_noop(
    "Line %(line)s: “%(mark)s” has no end; write “:::” on a line of its own after it."
)
NO_PICTURE = gettext_noop(
    "Line %(line)s: there is no picture “%(key)s” in this book. Add its file, or take the line out."
)
FOOTNOTE_TEXT = gettext_noop(
    "Line %(line)s: the text of footnote %(number)s belongs to the chapter's footnotes; here "
    "stands only its mark."
)
