"""Following a log that somebody else keeps: fetched over HTTP, judged, and kept as a copy that anybody can judge again.

「实现帮扶信息的共享、推送」: whoever follows needs no account and no agreement, only the keys of the log.
"""
