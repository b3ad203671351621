"""Sharing and push between platforms: other provinces' records, followed and verified, in our libraries.

第四条: 「统筹好本省社会组织参与乡村振兴项目库建设和共享推送工作」.
"""
