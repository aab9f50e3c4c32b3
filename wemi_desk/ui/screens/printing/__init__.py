"""Print in one key: the preview beside the work, and what became of a paper."""
