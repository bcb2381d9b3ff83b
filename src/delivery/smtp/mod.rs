//! Sessions with a relay.
