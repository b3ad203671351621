"""Social organizations, their registration and standing.

「五、大力培育发展服务乡村振兴的社会组织：民政部门支持以服务乡村振兴为宗旨的社会组织依法登记……大力培育服务性、公益性、互助性农村社会组织。」
「六……鼓励、支持社会组织重点参与所在地的乡村振兴。」
"""
