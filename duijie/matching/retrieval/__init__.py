"""The 20 best of a million short Chinese texts, among those that a filter lets pass, in a fraction of a millisecond.

Article 四: 「推动帮扶工作靶向化、精准化、智能化发展」: nothing may be left out because there is much of it.

    lamps = Document(id="lamps", profile=Profile(fields=frozenset({"energy"}), areas=("/62/",)))
    index = RetrievalIndex.from_texts([(lamps, "安装太阳能路灯", "")])
    index.add(Document(id="wells"), count_terms("打井取水"))
    ids, scores = index.search(count_terms("村里要装路灯"), 20, Where(fields=frozenset({"energy"}), at="/62/6211/"))
    index.save(path); RetrievalIndex.load(path)

BM25 of words as in `duijie.matching.index`, with impacts in 8 bits, so a score differs from the exact one by at most
1/510 of the weights of the shared words and the rounding of sums; equals come in the order of their ids. A filtered
search returns exactly the best of the documents that pass. `documents` says what filters can demand; `segment` how it
lies in memory; `ranking` how it is searched; `delta` and `merging` how it changes. How common words are and how long
texts are on average is fixed between merges for what is removed, and at building for the length. How and how fast:
docs/explanation/retrieval.md.
"""

from duijie.matching.retrieval.documents import Document, Documents, Profile, Where
from duijie.matching.retrieval.errors import RetrievalError, UnreadableIndexError
from duijie.matching.retrieval.index import Found, RetrievalIndex

__all__ = [
    "Document",
    "Documents",
    "Found",
    "Profile",
    "RetrievalError",
    "RetrievalIndex",
    "UnreadableIndexError",
    "Where",
]
