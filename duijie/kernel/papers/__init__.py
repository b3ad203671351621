"""Papers that people sign or send: one content, set as Word and as PDF by GB/T 9704-2012."""
