"""Suggestions, orders, interest and commitments: where the two libraries meet.

第四条: 「易于困难群众“点单”、便于本地社会组织“接单”」; 第三条: 「提高社会组织参与乡村振兴供需对接成功率」.
"""
