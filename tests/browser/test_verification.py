"""Checking a record in the browser: the same verdicts as in Python, and a paper that is checked without a network."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from duijie.kernel.database.processes import wait_until
from duijie.ledger.disclosing.checking import check_disclosure
from duijie.ledger.disclosing.compact import as_compact
from duijie.ledger.disclosing.digits import as_digits
from duijie.ledger.disclosing.words import WORDS
from duijie.ledger.errors import FormatError, LedgerError, ProofProblem
from duijie.ledger.formats.keys import parse_key
from duijie.ledger.verifying.opening import Trust
from tests.browser.conftest import PHONE, OpenContext
from tests.browser.demo_site import DemoSite
from tests.browser.weighing import KILOBYTE, weighed
from tests.ledger.shown import ALL, TWO_OF_THREE, from_ten_millions, gift_shown

PAGE = "/verify/"
BUDGET = 40 * KILOBYTE
PATIENT = 120.0
CHANGES, COMPUTED = 60, 24
SEED = 20261122
PUBLISHED = """SELECT project.number, leaf.id::text FROM records_leaf leaf
    JOIN records_log log ON log.id = leaf.log_id AND leaf.index < log.published_size
    JOIN records_pseudonym name ON name.text = leaf.subject AND name.subject_kind = 'project'
    JOIN projects_project project ON project.id = name.subject_id
    WHERE leaf.kind = 'projects.project.record_money' AND NOT project.receiver_is_household
    AND project.state IN ('under_way', 'to_confirm', 'confirmed', 'closed') ORDER BY leaf.index LIMIT 1"""
JUDGE = """async ({ cases, trusts, words, isNative }) => {
  const { check, parseTrusts } = await import("/static/verify/disclosures.js");
  const known = { trusts: parseTrusts(trusts), words, isNative };
  const verdicts = [];
  for (const text of cases) {
    verdicts.push(await check(text, known).then(
      ({ shown, withheld, cosigners, since, index }) => ({ shown, withheld, cosigners, since, index }),
      (error) => error.kind ?? String(error),
    ));
  }
  return verdicts;
}"""
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  const [name] = (await caches.keys()).filter((each) => each.startsWith("duijie-verify"));
  return Boolean(name) && Boolean(await (await caches.open(name)).match("/static/verify/ed25519.js"));
}"""


def verdict(text: str, trust: Trust) -> Any:
    """What Python finds, in the shape of the script's answer."""
    try:
        found = check_disclosure(text.encode("utf-8", "surrogatepass"), [trust])
    except LedgerError as error:
        return {FormatError: "format", ProofProblem: "proof"}.get(type(error), "signature")
    return {
        "shown": [[each.salt.hex(), each.name, each.value] for each in found.fields],
        "withheld": len(found.disclosure.withheld),
        "cosigners": list(found.cosigners),
        "since": found.since,
        "index": found.disclosure.proof.index,
    }


def broken(text: str, count: int, chance: random.Random, letters: str) -> list[str]:
    """The text with one sign changed, again and again."""
    places = [chance.randrange(len(text)) for _ in range(count)]
    return [f"{text[:at]}{chance.choice(letters)}{text[at + 1 :]}" for at in places]


def cases(tmp_path: Path) -> list[str]:
    """Good and broken files and codes."""
    chance = random.Random(SEED)
    fields = {"amount_fen": -5, "by": "受助方“某”\n\u2028😀", "met": True, "unit": None, "quantity": "30"}
    good = [from_ten_millions(), from_ten_millions(fields, ["by", "met", "unit"]), gift_shown(tmp_path, ["need"])]
    texts = [str(each) for each in good]
    codes = [as_digits(as_compact(each, ALL)) for each in good]
    changed = broken(texts[2], CHANGES, chance, 'abc019"\\,{}[]=/+ —é') + broken(
        codes[2], CHANGES, chance, "0123456789"
    )
    odd = ["", "{}", "null", "[" * 9_000, "7" * 50, texts[0].replace("{", '{"format":"x",', 1), " " + texts[0] + "\r\n"]
    return [*texts, *codes, f"https://duijie.example/verify/#{codes[0]}", *odd, *changed]


def as_given(trust: Trust) -> dict[str, Any]:
    return {"log": str(trust.log), "witnesses": [str(key) for key in trust.witnesses], "quorum": trust.quorum}


def test_the_browser_judges_as_python_does(open_context: OpenContext, tmp_path: Path) -> None:
    page = open_context().new_page()
    page.goto(PAGE)
    every = cases(tmp_path)
    for trust, asked, is_native in ((ALL, every, True), (TWO_OF_THREE, every[-COMPUTED:] + every[:6], False)):
        given = {"cases": asked, "trusts": [as_given(trust)], "words": WORDS, "isNative": is_native}
        answers = page.evaluate(JUDGE, given)
        wanted = [verdict(text, trust) for text in asked]
        different = [pair for pair in zip(asked, answers, wanted, strict=True) if pair[1] != pair[2]]
        assert not different
        assert {"format", "proof", "signature"} & {each for each in wanted if isinstance(each, str)}


def codes_on(pdf: bytes) -> Sequence[str]:
    """What a camera reads from the paper, the shortest first."""
    [printed] = pypdfium2.PdfDocument(pdf)
    return sorted((each.text for each in zxingcpp.read_barcodes(printed.render(scale=3).to_pil())), key=len)


def judged(page: Page, text: str) -> str:
    """What the page says of a text that is pasted."""
    page.locator("#id_code").fill(text)
    page.get_by_role("button", name="核验", exact=True).click()
    heading = page.locator("#result h2")
    expect(heading).to_be_visible()
    return heading.inner_text()


def test_a_printed_receipt_is_checked_by_a_phone_without_a_network(
    open_context: OpenContext, demo_site: DemoSite
) -> None:
    assert wait_until(lambda: bool(demo_site.ask(PUBLISHED)), PATIENT), demo_site.log
    [(number, leaf)] = demo_site.ask(PUBLISHED)
    context = open_context(viewport=PHONE)
    paper = context.request.get(f"/projects/{number}/records/{leaf}/paper.pdf").body()
    _small, dense = codes_on(paper)
    page = context.new_page()
    with weighed(page) as weight:
        page.goto(PAGE)
    assert weight.total <= BUDGET, weight
    given = json.loads(page.locator("#given").inner_text())
    [known] = given["trusts"]
    trust = Trust(parse_key(known["log"]), tuple(parse_key(each) for each in known["witnesses"]), known["quorum"])
    proven = check_disclosure(dense.encode(), [trust])
    [amount] = [str(each.value) for each in proven.fields if each.name == "amount_fen"]
    page.wait_for_function(KEPT)
    context.set_offline(True)
    page.reload()
    assert judged(page, dense).endswith("与存证一致")
    expect(page.locator("#result")).to_contain_text("没有向任何地方发送内容")
    assert not Axe().run(page).response["violations"]
    text = str(proven.disclosure)
    assert judged(page, text).endswith("与存证一致")
    forged = text.replace(f'"amount_fen",{amount}', f'"amount_fen",{int(amount) + 1_000}')
    page.reload()
    assert judged(page, forged).endswith("与存证不一致")
    page.reload()
    assert not judged(page, dense[:-9] + str((int(dense[-9]) + 1) % 10) + dense[-8:]).endswith("与存证一致")
