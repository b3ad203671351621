"""Tell people, note what they read, and keep how they want to be told."""

from duijie.apps.notices.services.choosing import choose_ways, connect_wechat
from duijie.apps.notices.services.notifying import notify
from duijie.apps.notices.services.reading import mark_all_read, mark_read

__all__ = ["choose_ways", "connect_wechat", "mark_all_read", "mark_read", "notify"]
