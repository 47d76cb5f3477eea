"""Composition: settings, routes, checks."""
