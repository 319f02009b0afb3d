//! (being written) The table of transitions.
