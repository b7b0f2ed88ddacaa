"""Notices by mail: what is new for one person, told once, as they chose, without anybody's words.

There is no queue. What a person was told of is a number beside their membership; what they are to
be told of is whatever stands after it, as they may see it at that moment.
"""
