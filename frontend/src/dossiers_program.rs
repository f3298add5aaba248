//! The program of filed dossiers.

fn main() {
    motcua_frontend::start_dossiers();
}
