"""`duijie match train`: learn from logged answers, say what changed, and keep the model only if it is better."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.config.commandline.commands import Command, Stopped, WrongInput

if TYPE_CHECKING:
    from duijie.matching.learning.log import ShownPair
    from duijie.matching.learning.model import Model
    from duijie.matching.learning.training import Trained


def run(given: argparse.Namespace) -> int:
    """Learn a model and make it current, put one into use, or go back to the last one."""
    if [given.go_back, given.version is not None, bool(given.log)].count(True) != 1:
        raise WrongInput("Name a log to learn from, or say --return or --use VERSION.")
    given.models = given.models or _site_folder()
    if given.version is not None:
        return _use(given.models, given.version)
    return _go_back(given.models) if given.go_back else _learn(given)


def _site_folder() -> Path:
    from duijie.config.settings import MODELS_FOLDER

    return MODELS_FOLDER


def _use(folder: Path, version: int) -> int:
    from duijie.matching.learning.files import current_model, use_model
    from duijie.matching.learning.model import FaultyModel

    try:
        use_model(folder, version)
        model = current_model(folder)
    except FaultyModel as fault:
        raise WrongInput(str(fault)) from fault
    print(f"In use is {_name(model)}, of {folder}.")
    return 0


def _go_back(folder: Path) -> int:
    from duijie.matching.learning.files import return_to_last
    from duijie.matching.learning.model import FaultyModel

    try:
        model = return_to_last(folder)
    except FaultyModel as fault:
        raise WrongInput(str(fault)) from fault
    print(f"In use is {_name(model)} again.")
    return 0


def _learn(given: argparse.Namespace) -> int:
    from duijie.matching.learning.files import current_model, next_version, save_model, use_model
    from duijie.matching.learning.fitting import LearningMissing
    from duijie.matching.learning.model import FaultyModel
    from duijie.matching.learning.training import TooFewOutcomes, train

    rows = _rows(given.log)
    try:
        old = current_model(given.models)
        trained = train(rows, parent=old, version=next_version(given.models), seed=given.seed)
    except (FaultyModel, TooFewOutcomes) as fault:
        raise WrongInput(str(fault)) from fault
    except LearningMissing as fault:
        raise Stopped(str(fault)) from fault
    path = save_model(given.models, trained.model)
    _report(trained, old, path)
    if trained.judgement.is_better:
        use_model(given.models, trained.model.version)
        print(f"In use is now {_name(trained.model)}; to go back: duijie match train --models {given.models} --return")
    else:
        print(f"It is not surely better than the prior on lists held back, so {_name(old)} stays in use.")
    return 0


def _report(trained: "Trained", old: "Model", path: Path) -> None:
    from duijie.matching.learning.changes import calibration_lines, change_lines
    from duijie.matching.learning.drawing import calibration_svg
    from duijie.matching.learning.factors import Factor

    model, judged = trained.model, trained.judgement
    picture = path.with_suffix(".svg")
    picture.write_text(calibration_svg(trained.calibration, f"Model {model.version}, held-out pairs"), encoding="utf-8")
    print(f"Model {model.version} of {sum(model.outcomes.values())} rows (sha256 {model.rows_digest[:16]}…): {path}")
    kept = [factor.value for factor in Factor if factor not in model.learned]
    if kept:
        print(f"Too few outcomes for {', '.join(kept)}: the prior stands there.")
    print(f"Most points a term can bring, model {old.version} → {model.version}:")
    print("\n".join(change_lines(old, model)))
    print(f"Chances on lists held back ({picture}):")
    print("\n".join(calibration_lines(trained.calibration)))
    print(
        f"nDCG@10 {judged.ndcg:.4f} (prior {judged.prior_ndcg:.4f}, standard error of the difference"
        f" {judged.ndcg_error:.4f}); log loss of accepting {judged.loss:.4f} (prior {judged.prior_loss:.4f})"
    )


def _rows(path: Path) -> "list[ShownPair]":
    from duijie.matching.learning.log import FaultyLog, read_rows

    try:
        with path.open(encoding="utf-8") as lines:
            return list(read_rows(lines))
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongInput(f"{path} cannot be read as UTF-8 text.") from fault
    except FaultyLog as fault:
        raise WrongInput(f"{path}, {fault}") from fault


def _name(model: "Model") -> str:
    return f"model {model.version}" if model.version else "the prior"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The log, the folder of models, the seed, and the ways to put a model into use and back."""
    parser.add_argument("log", nargs="?", type=Path, metavar="LOG", help="JSON Lines, one shown pair a line")
    parser.add_argument("--models", type=Path, metavar="DIR", help="folder of the models (default: that of the site)")
    parser.add_argument("--seed", type=int, default=0, help="chance of the folds and trees (default 0)")
    parser.add_argument(
        "--use", dest="version", type=int, metavar="VERSION", help="put a version into use; 0: the rule"
    )
    parser.add_argument("--return", dest="go_back", action="store_true", help="go back to the model before this one")


COMMAND = Command(
    name="train",
    summary="Learn what makes a pair succeed from logged answers, or return to the last model.",
    explanation=(
        "A row of the log is described in duijie/matching/learning/log.py. The model is kept as a file; it comes into\n"
        "use only if it does surely better than the published prior on lists that were held back. Without --models it\n"
        "is the site's own folder: lists and rounds go by what is in use there from the next page on."
    ),
    examples=(
        "  duijie match train answers.jsonl\n"
        "  duijie match train answers.jsonl --models models\n"
        "  duijie match train --use 3\n"
        "  duijie match train --return"
    ),
    add_arguments=add_arguments,
    run=run,
)
