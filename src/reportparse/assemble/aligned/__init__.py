"""Tables without rules between their rows or columns: headers, columns, and which lines are one row, all told by how words stand."""
