"""Study Guide's one app: its rooms lie side by side below, and models.py joins their models."""
