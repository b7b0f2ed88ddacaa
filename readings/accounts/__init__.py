"""Accounts: signing up and in, who one is to others, how one reads, one's devices.

django-allauth does what is delicate (passwords, mail, second steps); this room has what is ours.
"""
