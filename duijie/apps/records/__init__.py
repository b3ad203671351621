"""The leaves of the record-keeping to come: facts and salts of public acts, kept from the first day.

第四条: 「有条件的地方可探索将区块链技术与精准帮扶数据相结合，通过“区块链+帮扶”方式助推精准帮扶优化升级。」
"""
