"""The editor's desk: changing a chapter's text so that every target goes with its words.

`edit_chapter` lives here because an edit moves notes; the text room itself knows none.
"""
