//! The `fanion` program: parses its arguments, runs, maps the exit code.

fn main() -> std::process::ExitCode {
    fanion::cli::main()
}
