//! `motcua`: serve, migrate, verify and the other commands of a portal.

fn main() {}
