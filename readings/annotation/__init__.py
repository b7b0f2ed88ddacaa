"""What people point at and what they write: targets, placements, questions, notes, tallies.

placing.py is pure: it finds where a passage stands after an edit. Higher rooms call the verbs here.
"""
