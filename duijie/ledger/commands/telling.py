"""What a disclosure proves and what it does not, as lines for a terminal."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from duijie.ledger.disclosing.checking import Proven


def told(proven: Proven) -> Iterator[str]:
    """One line a fact."""
    leaf, checkpoint = proven.disclosure.leaf, proven.opened.checkpoint
    yield f"right: leaf {proven.disclosure.proof.index} of {checkpoint.size} in {checkpoint.origin}\n"
    place = leaf["division"] or "the whole country"
    yield f"vouched for by {leaf['role']} in {place}: {leaf['kind']}, {leaf['hour']}\n"
    for each in proven.fields:
        yield f"  {each.name} = {json.dumps(each.value, ensure_ascii=False)}\n"
    if withheld := len(proven.disclosure.withheld):
        yield f"not shown, and not proven: {withheld} more\n"
    if proven.since is None:
        yield "signed by the log alone; no witness says since when\n"
    else:
        yield f"stands there since {datetime.fromtimestamp(proven.since, UTC):%Y-%m-%d %H:%M} UTC at the latest\n"
    yield f"cosigned by {len(proven.cosigners)}: {', '.join(proven.cosigners)}\n" if proven.cosigners else ""
    yield "not proven: that what the leaf says is true; it says who vouched for it\n"
