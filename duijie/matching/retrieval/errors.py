"""What can be wrong with what the index is given; each says it in one sentence."""


class RetrievalError(ValueError):
    """The input cannot be indexed or searched with."""


class UnreadableIndexError(RetrievalError):
    """The file is no index of ours, is of another version, or is not whole."""
