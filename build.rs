//! Builds the program anew when a rule file changes: `include_dir` alone does not notice new files.

fn main() {
    println!("cargo::rerun-if-changed=rules");
}
