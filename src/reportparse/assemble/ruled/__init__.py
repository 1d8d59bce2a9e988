"""Tables that rules draw: lattices of true merged cells, and what stands in each."""
