"""Web pages, EPUB, Word and OpenDocument files, read by pandoc as books.

`read_document` goes from archives.py (what may be opened at all) over running.py (pandoc, with
limits) and footnotes.py, flow.py and chapters.py (the parts of the book) to sections.py, blocks.py
and inline.py, which write the project's dialect. tree.py looks at pandoc's syntax tree; links.py
knows what an address inside the book leads to, images.py which picture one names.
"""

from readings.importing.pandoc.reader import plain_document, read_document, read_pictures

__all__ = ["plain_document", "read_document", "read_pictures"]
