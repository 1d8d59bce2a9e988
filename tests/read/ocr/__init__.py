"""Pictures of pages: what is read from them, and what is not."""
