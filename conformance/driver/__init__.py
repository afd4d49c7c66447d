"""Installs the clients, starts Chasqui and its backends, runs the clients' scripts, writes the page."""
