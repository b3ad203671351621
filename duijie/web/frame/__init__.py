"""What every page shares: layout, components, form rendering, languages, elder mode, words for errors."""
