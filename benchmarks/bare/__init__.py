"""A Django project that does nothing: what the site's own middleware is measured against."""
