"""What pages of benchmarking show, made from figures after disclosure."""
