"""`duijie witness`: `python -m duijie.ledger witness`, by which an office says how far other logs have come."""

from dataclasses import replace

from duijie.config.commandline.ledger import plain
from duijie.ledger.commands.witnessing import COMMAND as PLAIN

COMMAND = replace(
    plain(PLAIN),
    examples="  duijie witness /srv/witness --name witness.example/w1 --logs gansu.keys",
)
