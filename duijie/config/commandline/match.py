"""`duijie match`: the engine on files; one module and one line here a subcommand. Only `feedback` asks a database."""

from duijie.config.commandline import (
    match_assign,
    match_country,
    match_evaluate,
    match_feedback,
    match_simulate,
    match_suggest,
    match_train,
)
from duijie.config.commandline.commands import CommandGroup

COMMAND = CommandGroup(
    name="match",
    summary="Use the engine on files: what fits and why, whole rounds, figures. Only feedback needs a database.",
    parts=(
        match_suggest.COMMAND,
        match_assign.COMMAND,
        match_evaluate.COMMAND,
        match_feedback.COMMAND,
        match_train.COMMAND,
        match_simulate.COMMAND,
        match_country.COMMAND,
    ),
)
