//! The program that makes PDFs of photographs.

fn main() {
    motcua_frontend::start_scan();
}
