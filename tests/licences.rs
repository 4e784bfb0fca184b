//! The dependency tree: licences that may be shipped, and crates that must not come in.

use cargo_metadata::MetadataCommand;

/// Licences that a downloaded binary may carry.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "NCSA",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that must not come in, with the reason.
const BANNED: &[(&str, &str)] = &[
    ("openssl", "TLS is rustls: one static binary on Linux, Windows and macOS"),
    ("openssl-sys", "TLS is rustls: one static binary on Linux, Windows and macOS"),
    ("native-tls", "TLS is rustls: the same verification on every system"),
    ("aws-lc-rs", "a large C build; ring does the same here"),
    ("aws-lc-sys", "a large C build; ring does the same here"),
];

#[test]
fn every_dependency_has_an_allowed_licence_and_none_is_banned() {
    let metadata = MetadataCommand::new().other_options(vec!["--locked".into()]).exec().unwrap();
    let mut faults = Vec::new();
    for package in &metadata.packages {
        if let Some((_, reason)) = BANNED.iter().find(|(name, _)| package.name.as_str() == *name) {
            faults.push(format!("{} {}: banned ({reason})", package.name, package.version));
        }
        let licence = package.license.as_deref().unwrap_or_default();
        if !licence_allowed(licence) {
            faults.push(format!("{} {}: licence ”{licence}” is not on the list", package.name, package.version));
        }
    }
    assert!(metadata.packages.len() > 100, "the whole tree was read");
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// An SPDX expression is allowed when one alternative of its top-level `OR` is wholly allowed.
fn licence_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], "");
    !expression.trim().is_empty()
        && expression.split(" OR ").any(|choice| choice.split(" AND ").all(|part| ALLOWED.contains(&part.trim())))
}

#[test]
fn licence_expressions_are_read() {
    assert!(licence_allowed("MIT OR Apache-2.0"));
    assert!(licence_allowed("Apache-2.0/MIT"));
    assert!(licence_allowed("GPL-3.0-only OR MIT"));
    assert!(!licence_allowed("GPL-3.0-only"));
    assert!(!licence_allowed("MIT AND AGPL-3.0-only"));
    assert!(!licence_allowed(""));
}
