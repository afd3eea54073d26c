"""What changes benchmarking figures: counting, publishing, showing, rebuilding."""
