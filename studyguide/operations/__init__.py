"""Running the site: probes, migrations under way, backups and restoring.

It knows the database, the storages and Django's registry of models, and none of the rooms.
"""
