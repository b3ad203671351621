"""What people upload: typed by content, kept by digest, the original private, pictures copied without metadata."""
