"""The demonstration: a fictional province, its people and organizations, and work for every role.

Everybody here is invented and says so; what is real are the divisions of the country and the sourced cases.
"""
