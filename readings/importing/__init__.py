"""A file becomes an outline, and an outline a chapter.

outline.py says what an importer found; plaintext/ reads plain text as people copy it from a web
page. Both know no database: a file can be looked at before anything is stored.
"""
