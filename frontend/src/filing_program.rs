//! The program of the filing wizard.

fn main() {
    motcua_frontend::start_filing();
}
