"""Many pairs at once: needs and offers as columns of whole numbers, filtered and scored by machine code.

The plain Python of `filters` and `scoring` is the specification; what stands here gives the same numbers, pair for
pair and term for term, a few thousand times faster. Start in `scored`.
"""
