"""Rooms -> files."""
