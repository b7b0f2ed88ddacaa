"""People and the groups they read in: users, memberships, joining links, the activity log.

The one permission table lives here (permissions.py). This room knows nothing of texts or notes.
"""
