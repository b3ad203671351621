"""An organization's offers as a spreadsheet: out with marks, edited in WPS or Excel, and back."""
