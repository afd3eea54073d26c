"""The portal on one machine with nothing installed: embedded servers, and web, worker and beat under one supervisor."""
