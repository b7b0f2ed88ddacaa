"""How well passages are placed in real editions, and what it costs.

`python -m benchmarks.placements`
"""
