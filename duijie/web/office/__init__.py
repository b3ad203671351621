"""Pages for officials from township to ministry."""
