"""Markdown read as a book or a chapter: the project's own, as `export_chapter` writes it, and
that of others.

`read_markdown` goes from front.py (what is known of the book) over labels.py (names of footnotes
become numbers), divs.py (boxes that are none of ours) and parts.py (headings, lists of reasons,
footnotes, and the text between them) to chapters.py and titles.py (which headings begin chapters
and sections), notes.py (whose footnotes they are), sections.py and links.py (where those inside
the file lead).
"""

from readings.importing.markdown.reader import read_markdown

__all__ = ["read_markdown"]
