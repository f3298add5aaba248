//! The program of the figures of every level.

fn main() {
    motcua_frontend::start_figures();
}
