"""What pages of practice show, made ready for their templates."""
