//! Stand-ins for the systems outside Một Cửa, for demonstration and tests.

fn main() {}
