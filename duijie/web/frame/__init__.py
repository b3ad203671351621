"""The frame of every page: layout, components, forms, policies."""
