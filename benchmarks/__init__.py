"""Measures the site: `make bench` runs `python -m benchmarks` and writes docs/benchmarks.md.

Every figure is a ratio of two things measured in turn in one run, so that a slow or busy machine
slows both. Nothing here is part of the site.
"""
