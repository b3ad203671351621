"""Duijie (对接): the open platform on which China's social organizations and its villages find each other."""
