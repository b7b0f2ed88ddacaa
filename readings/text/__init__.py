"""The text that groups read: books, chapters, sections, versions, blocks, reasons, footnotes.

The ruler (ruler.py) says what a section's plain text is; markdown/ renders the dialect. A Reading
is one group's reading of one chapter.
"""
