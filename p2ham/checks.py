"""System checks of the portal's own configuration (``manage.py check``)."""
