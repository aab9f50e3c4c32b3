"""Services that families share: requests, groups found for them, the life of a group, and its papers."""
