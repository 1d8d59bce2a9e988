"""Tables of any kind and content, for `reportparse tables`: what rules, shading and words tell of rows and columns."""
