"""Serves the site on this machine: `make run` starts `python -m studyguide.local`.

It needs no settings and no other server. All that it makes stands in the data directory, and a
second run changes nothing there but what a newer version of the code needs.
"""
