"""One document and its terms → a row of the delta."""

from collections.abc import Mapping

import numpy as np

from duijie.matching.retrieval.building import columns_of
from duijie.matching.retrieval.codes import Codes
from duijie.matching.retrieval.delta import Row
from duijie.matching.retrieval.documents import Documents
from duijie.matching.retrieval.segment import norms, worth_of_255
from duijie.matching.retrieval.vocabulary import Vocabulary
from duijie.matching.words import SUBFIELD_MARK


def row_of(given: Documents, codes: Codes, vocabulary: Vocabulary, terms: Mapping[str, int], average: float) -> Row:
    """The row of one document, whose profile is learned; its terms are learned here."""
    found = columns_of(given, codes, np.zeros(1, np.int64))
    tokens = vocabulary.learn(terms)
    length = sum(count for term, count in terms.items() if not term.startswith(SUBFIELD_MARK))
    damping = norms(np.array([length]), average)[0]
    counts = np.array(list(terms.values()), np.float64)
    worth = worth_of_255(vocabulary.spread[tokens], average)
    impacts = np.clip(np.floor(255.0 * counts / (counts + damping) / worth + 0.5), 1, 255)
    impacts[vocabulary.is_mark[tokens]] = 255
    return Row(given.ids[0], codes.key(given.profiles[0]), found, tokens, impacts.astype(np.uint8))
