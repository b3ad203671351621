"""What people are told: one notice an act and person, in the inbox and, if wished, by SMS or e-mail.

第三条: 「充分利用信息技术提高平台服务的可及性和便利性」.
"""
