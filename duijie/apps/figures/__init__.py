"""Success and its strata, defined once and computed from records.

第三条: 「提高社会组织参与乡村振兴供需对接成功率」.
"""
