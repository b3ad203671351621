"""The proof of a round is checked by a program that knows nothing of us, and a changed one does not pass."""

import io
import json
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from duijie.apps.matches.models import Round
from duijie.apps.matches.rounds.proof import archive_of
from duijie.apps.matches.services.rounds import release_round
from tests.factories.needs import Offices, published_need
from tests.factories.rounds import computed_round, lamps, need_far_away

pytestmark = pytest.mark.django_db
CHECKER = Path(__file__).resolve().parents[3] / "tools/check_round.py"


@pytest.fixture
def row(offices: Offices, organization, need) -> Round:
    published_need(offices)
    need_far_away(offices)
    lamps(organization)
    return release_round(actor=offices.county, row=computed_round(offices.county))


def unpacked(row: Round, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(archive_of(row, row.arrays))) as archive:
        archive.extractall(folder)
    return folder


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(CHECKER), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def changed(path: Path, **arrays: object) -> None:
    found = {**np.load(path), **arrays}
    np.savez(path, **found)


def test_an_exported_round_is_found_right(row, tmp_path):
    answer = checked(unpacked(row, tmp_path))
    assert (answer.returncode, answer.stdout[:6]) == (0, "right:"), answer.stderr
    assert row.digest in answer.stdout


def test_an_exported_round_with_a_budget_is_found_right_and_one_beyond_it_wrong(offices, organization, tmp_path):
    for fen in (8_000_000, 4_000_000, 4_000_000):
        published_need(offices, form="funds", total_fen=fen)
    lamps(organization, forms=("funds",), capacity=Decimal(600), budget_fen=9_000_000)
    folder = unpacked(release_round(actor=offices.county, row=computed_round(offices.county)), tmp_path)
    answer = checked(folder)
    assert (answer.returncode, answer.stdout[:6]) == (0, "right:"), answer.stderr
    changed(folder / "result.npz", edges=np.arange(3))
    assert "budget is exceeded" in checked(folder).stderr


def test_a_round_whose_input_was_changed_later_is_found_wrong(row, tmp_path):
    folder = unpacked(row, tmp_path)
    changed(folder / "problem.npz", capacity=np.load(folder / "problem.npz")["capacity"] + 1)
    answer = checked(folder)
    assert answer.returncode != 0
    assert "input" in answer.stderr


def test_a_round_that_claims_a_better_bound_is_found_wrong(row, tmp_path):
    folder = unpacked(row, tmp_path)
    header = json.loads((folder / "round.json").read_text(encoding="utf-8"))
    (folder / "round.json").write_text(json.dumps(header | {"bound": header["objective"] - 1}), encoding="utf-8")
    assert checked(folder).returncode != 0


def test_a_list_that_gives_more_than_an_offer_has_is_found_wrong(row, tmp_path):
    folder = unpacked(row, tmp_path)
    changed(folder / "result.npz", edges=np.arange(len(np.load(folder / "problem.npz")["need"])))
    assert checked(folder).returncode != 0


def test_the_same_round_is_exported_as_the_same_bytes_and_names_nobody(row):
    content = archive_of(row, row.arrays)
    assert content == archive_of(row, row.arrays)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = b"".join(archive.read(name) for name in archive.namelist())
    for pair in row.pairs.select_related("need", "offer__organization"):
        for word in (pair.need.number, pair.need.title, pair.offer.number, pair.offer.organization.name):
            assert word.encode() not in told
