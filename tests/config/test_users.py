"""`duijie user` and `duijie import`: the first accounts and the divisions of a fresh installation."""

import io

import pytest

from duijie.apps.accounts.models import Account
from duijie.apps.regions.loading import load_divisions
from duijie.apps.regions.models import Division
from duijie.config.commandline import main
from duijie.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
COUNTY = ["--role", "county_office", "--division", "621121000000", "--label", "示例县农业农村局"]


@pytest.fixture(autouse=True)
def _county() -> None:
    load_divisions(within="/62/6211/621121/")


@pytest.fixture
def _typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a long passphrase\n"))


@pytest.mark.usefixtures("_typed")
def test_an_account_is_made_with_the_password_from_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "tongwei", *COUNTY]) == 0
    account = Account.objects.get(username="tongwei")
    assert account.check_password("a long passphrase")
    assert (account.role, account.division_path) == ("county_office", "/62/6211/621121/")
    said = capsys.readouterr().out
    assert said.startswith("tongwei: county_office, 甘肃省")
    assert "passphrase" not in said


def test_a_generated_password_is_printed_once_and_stands_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "tongwei", *COUNTY, "--generate"]) == 0
    password = capsys.readouterr().out.rsplit("password: ", 1)[1].strip()
    assert Account.objects.get(username="tongwei").check_password(password)
    entry = AuditEntry.objects.latest("id")
    assert password not in str(vars(entry))
    assert entry.channel == "command"


@pytest.mark.usefixtures("_typed")
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--role", "county_office", "--division", "999999", "--label", "x"], "There is no such place."),
        (["--role", "village", "--division", "621121000000", "--label", "x"], "division"),
        (["--role", "ministry", "--division", "0", "--label", " "], "label: Please fill this in."),
    ],
)
def test_a_refusal_is_one_sentence(options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["user", "somebody", *options]) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert "%(" not in said
    assert not Account.objects.exists()


def test_importing_the_divisions_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = Division.objects.count()
    assert main(["import", "regions", "--within", "/62/6211/621121/"]) == 0
    assert "0 written, 0 retired" in capsys.readouterr().out
    assert Division.objects.count() == before
