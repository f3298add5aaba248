//! The program of the vault.

fn main() {
    motcua_frontend::start_vault();
}
