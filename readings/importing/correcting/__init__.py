"""What a person puts right in an outline before it is saved, as functions from one to the next.

`apply` makes one `Correction` of a book. No correction loses a word, a footnote's mark or a
picture (but `leave_out`, which keeps the words among the lines left out): each block that is
written anew is rendered and held against what it was, and each footnote stays with its block. Only
`reword` and `name_chapter` write other words: those that a person gives.
"""

from .corrections import Change, Correction, apply
from .joining import block_lines
from .kinds import Kind, kinds_for
from .reasons import ListChoice, lists_of
from .wording import can_be_reworded, words_of

__all__ = [
    "Change",
    "Correction",
    "Kind",
    "ListChoice",
    "apply",
    "block_lines",
    "can_be_reworded",
    "kinds_for",
    "lists_of",
    "words_of",
]
