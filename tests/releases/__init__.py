"""Databases as earlier releases left them, and the proof that each still comes up to date.

`python -m tests.releases.store NAME` keeps today's; do it once for every release, never again.
"""
