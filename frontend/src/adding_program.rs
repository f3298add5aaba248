//! The program of adding and changing papers of the vault.

fn main() {
    motcua_frontend::start_adding();
}
