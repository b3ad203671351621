"""Anchors: places outside the log that keep its heads (which log, how many leaves, which root), and nothing else.

Whoever rewrites a log with its real key and all its witnesses must rewrite these, too: a file on another machine
(`files`), an authority that stamps time (`timestamps`, RFC 3161), a chain of several bodies (`chains`). `configured`
reads from a file which of them a log uses. How: docs/how-to/anchors.md.
"""
