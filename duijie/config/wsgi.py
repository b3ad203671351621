"""What `duijie serve` runs."""

from django.core.wsgi import get_wsgi_application

from duijie.config.commandline.commands import prepare_environment

prepare_environment()
application = get_wsgi_application()
