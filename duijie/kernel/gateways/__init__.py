"""Ways out to people's phones and mail boxes, behind protocols; the local ones keep messages for the demo to show."""
