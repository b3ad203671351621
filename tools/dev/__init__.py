"""What dev.py hands over to; none of it is part of the platform."""
