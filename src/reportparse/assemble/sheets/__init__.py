"""Sheets that are wider than the paper: their strips found, and laid beside the page that they were torn from."""
