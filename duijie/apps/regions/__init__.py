"""Where things are, with one code and one path for every place.

Article 六: 「鼓励、支持社会组织重点参与所在地的乡村振兴」.
"""
