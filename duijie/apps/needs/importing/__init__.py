"""A county's need list, from Excel and back.

第四条: 「县级乡村振兴部门要……加强摸底、走访、调研、筛选……建成……需求项目库。」
Offices have these lists already: nobody types them again.
"""
