//! The site of Một Cửa.

fn main() {}
