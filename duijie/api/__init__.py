"""The public part of the platform for programs: read only, no key, nothing that a visitor's page does not show."""
