//! The program of results that units write themselves.

fn main() {
    motcua_frontend::start_drafting();
}
