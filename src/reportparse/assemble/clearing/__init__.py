"""What pages carry and no table or paragraph means, taken out before anything is read."""
