"""Reusable pieces that know nothing of the business."""
