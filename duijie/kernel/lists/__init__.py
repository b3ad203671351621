"""Lists as spreadsheets: read safely, sent out with marks, taken back with what was edited in them. Plain Python."""
