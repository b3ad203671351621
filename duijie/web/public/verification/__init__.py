"""Checking a record without trusting us (核验): the page that works without a network, and the same check here.

第四条: 「通过“区块链+帮扶”方式助推精准帮扶优化升级。」
"""
