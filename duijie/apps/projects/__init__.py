"""Agreement, evidence, delivery, and confirmation by the receiving side.

第二条: 「启动一批社会组织帮扶合作重点项目」; 第七条: 「确保帮扶项目用得上、留得住、出成效」.
"""
