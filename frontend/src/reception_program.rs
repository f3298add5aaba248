//! The program of dossiers that people bring to a desk.

fn main() {
    motcua_frontend::start_reception();
}
