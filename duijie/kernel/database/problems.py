"""What can stand in the way of a database, said in one sentence that names the way out."""


class DatabaseProblem(Exception):
    """The database cannot be had; the message is one sentence for whoever typed the command."""
