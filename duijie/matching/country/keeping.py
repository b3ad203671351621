"""A country and its edges as files that several processes map, and a finished round as files that anybody checks."""

import json
from dataclasses import fields
from hashlib import file_digest
from pathlib import Path
from typing import Any

import numpy as np

from duijie.matching.assignment import Problem, Result
from duijie.matching.country.divisions import made_map
from duijie.matching.country.edges import Edges
from duijie.matching.country.made import Country, Side

_SIDES = ("needs", "offers")


def save_country(country: Country, folder: Path) -> None:
    """Write every column to a file of its own."""
    for name in _SIDES:
        for column in fields(Side):
            np.save(folder / f"{name}.{column.name}.npy", getattr(getattr(country, name), column.name))
    for column in fields(Country):
        if column.name not in {"map", *_SIDES}:
            np.save(folder / f"{column.name}.npy", getattr(country, column.name))
    (folder / "counties.json").write_text(json.dumps(len(country.map.paths)), encoding="ascii")


def load_country(folder: Path) -> Country:
    """The country with its columns mapped, so that a process has in memory only what it reads."""

    def mapped(name: str) -> Any:
        return np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)

    needs, offers = (
        Side(**{column.name: mapped(f"{name}.{column.name}") for column in fields(Side)}) for name in _SIDES
    )
    rest = [column.name for column in fields(Country) if column.name not in {"map", *_SIDES}]
    counties = json.loads((folder / "counties.json").read_text(encoding="ascii"))
    return Country(made_map(counties), needs, offers, **{name: mapped(name) for name in rest})


def save_edges(edges: Edges, path: Path) -> None:
    """Write the edges of one province."""
    np.savez(path, **edges._asdict())


def load_edges(path: Path) -> Edges:
    """The edges of one province."""
    with np.load(path, allow_pickle=False) as file:
        return Edges(**{name: file[name] for name in Edges._fields})


def save_round(problem: Problem, result: Result, folder: Path) -> None:
    """Write a plain round as `tools/check_round.py` reads it: problem.npz, result.npz and a header with the digest."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "problem.npz").open("wb") as file:
        np.savez(
            file,
            need=problem.need,
            offer=problem.offer,
            utility=problem.utility.astype(np.int32),
            capacity=problem.capacity,
            quantity=problem.quantity,
        )
    told = {name: getattr(result, name) for name in ("objective", "bound", "gap")}
    with (folder / "result.npz").open("wb") as file:
        np.savez(file, edges=result.edges, prices=result.prices, seconds=result.seconds, **told)
    with (folder / "problem.npz").open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    header = {"input_sha256": digest, **told, "method": result.method}
    (folder / "round.json").write_text(json.dumps(header, indent=2), encoding="ascii")
