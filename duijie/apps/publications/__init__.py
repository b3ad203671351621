"""What is made known to all: so far the cases that others have published, each with its source.

Article 二: 「推广一批社会组织参与乡村振兴和对口帮扶的典型案例，在全国范围内形成示范带动作用」.
A case is history: it is never a need or an offer of this platform and never in a figure.
"""
