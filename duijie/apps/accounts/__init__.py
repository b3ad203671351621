"""The people who act: villagers, officials, organizations' staff.

第四条: 「省级民政部门、乡村振兴部门要统筹好本省社会组织参与乡村振兴项目库建设和共享推送工作」;
第三条: 「在强化网络安全保障的基础上……充分利用信息技术提高平台服务的可及性和便利性」.
"""
