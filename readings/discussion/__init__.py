"""Discussion in a group: questions asked and adopted, who is to answer them, and by when.

Questions themselves are rows of the annotation room; an Assignment says who.
"""
