"""Pages that join rooms: home, chapter, reason, note, question, group. Nothing imports this room.

Each page has one named query function in queries.py.
"""
