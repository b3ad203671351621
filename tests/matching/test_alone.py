import subprocess
import sys

SCRIPT = """
import sys
sys.modules["django"] = None
from datetime import date
from duijie.matching import explaining, library, suggesting, terms
offer = terms.OfferTerms(id="o", organization_id="x", title="安装路灯")
need = terms.NeedTerms(id="n", title="缺路灯", field="livelihood", division_path="/62/", form=terms.Form.GOODS)
print(suggesting.suggest_offers(need, library.Library([offer]), limit=1, today=date(2026, 11, 21))[0].offer)
"""


def test_a_stranger_can_use_the_engine_without_django_or_a_database():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "o"
