"""Models as files: `model-0003.json` with everything that it says, and `current.json`, which names the one in use.

A file carries the digest of its own content, so that half a file, or one that somebody has changed, is refused.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from duijie.matching.learning.factors import Factor
from duijie.matching.learning.model import KNOTS, PRIOR, FaultyModel, Model
from duijie.matching.reasons import MAXIMA, Term

FORMAT = 1
_CURRENT = "current.json"


def pointer_path(folder: Path) -> Path:
    """The file that says which version is in use; it is written anew whenever another one comes into use."""
    return folder / _CURRENT


def model_path(folder: Path, version: int) -> Path:
    """Where a version of the model is kept."""
    return folder / f"model-{version:04}.json"


def next_version(folder: Path) -> int:
    """The number of the model to come."""
    return max((_number(path) for path in folder.glob("model-*.json")), default=0) + 1


def current_model(folder: Path) -> Model:
    """The model in use; the prior when there is none.

    Raises:
        FaultyModel: a file is not whole, of another format, or missing.
    """
    pointer = pointer_path(folder)
    if not pointer.exists():
        return PRIOR
    try:
        version = json.loads(pointer.read_text(encoding="ascii"))["version"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise FaultyModel(f"{pointer.name} does not say which model is in use.") from fault
    return PRIOR if version == 0 else load_model(model_path(folder, version))


def load_model(path: Path) -> Model:
    """Read a model.

    Raises:
        FaultyModel: the file is missing, not whole, changed, of another format or made for other terms.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        content, own_digest = told["model"], told["digest"]
        format_, maxima, knots = told["format"], told["maxima"], told["knots"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise FaultyModel(f"{path.name} is no whole model.") from fault
    if format_ != FORMAT:
        raise FaultyModel(f"{path.name} has format {format_}, this program reads format {FORMAT}.")
    if own_digest != _digest(content):
        raise FaultyModel(f"{path.name} is not as it was written: its digest differs.")
    if knots != KNOTS or maxima != {term.value: points for term, points in MAXIMA.items()}:
        raise FaultyModel(f"{path.name} was learned for other terms of the rule score.")
    try:
        return _model(content)
    except (KeyError, TypeError, ValueError) as fault:
        raise FaultyModel(f"{path.name}: {fault}") from fault


def save_model(folder: Path, model: Model) -> Path:
    """Write a model beside the others, whole or not at all; it is not in use yet.

    Raises:
        FileExistsError: there is one of this version.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = model_path(folder, model.version)
    if path.exists():
        raise FileExistsError(path)
    content = json.loads(json.dumps(asdict(model)))
    maxima = {term.value: points for term, points in MAXIMA.items()}
    told = {"format": FORMAT, "knots": KNOTS, "maxima": maxima, "digest": _digest(content), "model": content}
    _write(path, json.dumps(told, indent=1, sort_keys=True))
    return path


def use_model(folder: Path, version: int) -> None:
    """Make a version the one in use; 0 is the prior.

    Raises:
        FaultyModel: the version cannot be read, so that it cannot come into use.
    """
    if version:
        load_model(model_path(folder, version))
    folder.mkdir(parents=True, exist_ok=True)
    _write(pointer_path(folder), json.dumps({"version": version}))


def return_to_last(folder: Path) -> Model:
    """Go back to the model that the one in use was learned to replace, and return it.

    Raises:
        FaultyModel: the prior is in use, or a file cannot be read.
    """
    model = current_model(folder)
    if model.version == 0:
        raise FaultyModel("The prior is in use; there is no model before it.")
    last = PRIOR if model.parent == 0 else load_model(model_path(folder, model.parent))
    use_model(folder, last.version)
    return last


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("model-")
    return int(digits) if digits.isdigit() else 0


def _write(path: Path, text: str) -> None:
    beside = path.with_suffix(".part")
    beside.write_text(text + "\n", encoding="utf-8")
    beside.replace(path)


def _digest(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _model(content: Mapping[str, object]) -> Model:
    given = dict(content)
    points, chances, learned = given.pop("points"), given.pop("chances"), given.pop("learned")
    if not isinstance(points, dict) or not isinstance(chances, dict) or not isinstance(learned, list):
        raise FaultyModel("points, chances or learned factors are missing.")
    return Model(
        points={
            Factor(factor): {Term(term): tuple(table) for term, table in tables.items()}
            for factor, tables in points.items()
        },
        chances={Factor(factor): tuple((each[0], each[1]) for each in line) for factor, line in chances.items()},
        learned=tuple(Factor(factor) for factor in learned),
        **given,  # type: ignore[arg-type]
    )
