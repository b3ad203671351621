"""The platform's settings, with a job that takes its time."""

import os

from duijie.config.settings import *  # noqa: F403
from duijie.config.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_NAME"]
PROCRASTINATE_IMPORT_PATHS = ["tests.config.slow_jobs"]
