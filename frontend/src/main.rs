//! The program that everybody loads first.

fn main() {
    motcua_frontend::start();
}
