//! argv to exit code.

fn main() -> std::process::ExitCode {
    hemkoll::cli::main(std::env::args_os().collect())
}
