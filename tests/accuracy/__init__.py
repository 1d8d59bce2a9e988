"""How right the reports come out, against what is printed in them."""
