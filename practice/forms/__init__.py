"""Forms of practice. They show questions and carry what was typed; what may be stored is decided by the actions."""
