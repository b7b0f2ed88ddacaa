"""The models of every room under the one app label `readings`; definitions live in the rooms."""

from readings.annotation.models import (
    Erratum,
    Note,
    NoteRevision,
    Placement,
    Question,
    Tally,
    Target,
)
from readings.discussion.models import Assignment
from readings.groups.models import Activity, JoinLink, Meeting, Membership, StudyGroup, User
from readings.importing.models import (
    ImportCorrection,
    ImportDraft,
    ImportPicture,
    ImportSource,
)
from readings.text.models import (
    Block,
    Book,
    Chapter,
    Footnote,
    FootnoteChange,
    FormerAddress,
    FormerSectionAddress,
    Picture,
    Reading,
    ReadingPosition,
    Reason,
    Section,
    SectionVersion,
)

__all__ = [
    "Activity",
    "Assignment",
    "Block",
    "Book",
    "Chapter",
    "Erratum",
    "Footnote",
    "FootnoteChange",
    "FormerAddress",
    "FormerSectionAddress",
    "ImportCorrection",
    "ImportDraft",
    "ImportPicture",
    "ImportSource",
    "JoinLink",
    "Meeting",
    "Membership",
    "Note",
    "NoteRevision",
    "Picture",
    "Placement",
    "Question",
    "Reading",
    "ReadingPosition",
    "Reason",
    "Section",
    "SectionVersion",
    "StudyGroup",
    "Tally",
    "Target",
    "User",
]
