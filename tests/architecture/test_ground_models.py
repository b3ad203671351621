"""Foreign keys point down the tiers, too: a key given as a string escapes the import contracts."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Field, Model

ROOT = Path(__file__).resolve().parents[2]


def _tiers() -> dict[str, int]:
    """Return the tier of each app, 1 at the bottom, as the contract in pyproject.toml says; the kernel is 0."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "apps")
    tiers = {"kernel": 0}
    for height, layer in enumerate(reversed(layers), start=1):
        tiers |= {name.strip(" ()"): height for name in layer.split("|")}
    return tiers


def _keys() -> Iterator[tuple[type[Model], "Field[object, object]", type[Model]]]:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.is_relation and isinstance(field.related_model, type):
                yield model, field, field.related_model


def _is_ours(model: type[Model]) -> bool:
    return model.__module__.startswith("duijie.")


def test_foreign_keys_point_down_the_tiers() -> None:
    tiers = _tiers()
    upward = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model, field, target in _keys()
        if _is_ours(model) and _is_ours(target) and model._meta.app_label != target._meta.app_label
        if tiers[model._meta.app_label] <= tiers[target._meta.app_label]
    ]
    assert not upward


def test_no_row_hangs_on_an_account_or_a_division() -> None:
    """A row keeps the actor as id, role and label and the division as code and path: people and divisions change."""
    hanging = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model, field, target in _keys()
        if _is_ours(model) and target._meta.app_label in {"accounts", "regions"}
        if model._meta.app_label != target._meta.app_label
    ]
    assert not hanging


def test_no_table_of_another_package_points_at_ours_but_for_sessions_and_groups() -> None:
    strange = [f"{model._meta.label}.{field.name}" for model, field, target in _keys() if _is_ours(target)]
    assert all(name.split(".")[0] in _tiers() for name in strange), strange


def test_every_app_with_tables_stands_on_a_tier() -> None:
    labels = {model._meta.app_label for model in apps.get_models() if _is_ours(model)}
    assert labels <= set(_tiers())
