//! What comes next: a month's visits, a supervision, what lacks proof.
