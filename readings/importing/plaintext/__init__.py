"""Plain text, as people copy it from a web page, read as a chapter.

`read_plain_text` goes from decode.py over lines.py, navigation.py, titles.py, notes.py, pieces.py,
marks.py and kinds.py to blocks.py: rules about form, never a list of one file's words.
"""

from readings.importing.plaintext.decode import MAX_BYTES
from readings.importing.plaintext.reader import read_plain_text

__all__ = ["MAX_BYTES", "read_plain_text"]
