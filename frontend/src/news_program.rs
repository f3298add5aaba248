//! The program in which administrators write for everybody.

fn main() {
    motcua_frontend::start_news();
}
