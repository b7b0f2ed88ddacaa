"""The demo: a study edition of one chapter in the project's own words, and people who read it.

chapter.txt comes in through the same importer as any file; questions.json holds the chapter's own
questions, conversation.json what the demo's people have said so far.
"""

from readings.importing.demo.loading import load

__all__ = ["load"]
