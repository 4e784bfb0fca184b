//! A toml head to its type, with the places of errors kept and the lists of `ordlistor.toml` filled in.
//!
//! Place in the flow: rule file → **head** → checks. What must stay true: the canonical text that is hashed holds what a
//! verdict depends on and nothing else, whatever the order or spacing in the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::error::in_swedish;

/// Word lists by name.
pub(crate) type Lists = BTreeMap<String, Vec<String>>;

/// `ordlistor.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListsFile {
    /// Word lists by name; `"@name"` in any list of strings stands for them.
    pub lista: Lists,
}

/// A head read: its value and the canonical text of what a verdict depends on.
pub(crate) struct Read<T> {
    /// The value.
    pub value: T,
    /// Keys sorted, lists filled in, prose left out.
    pub canonical: String,
}

/// Keys of a rule that a verdict depends on.
const JUDGING: [&str; 7] = ["pages", "unit", "combine", "requires", "applies", "in-files", "check"];

/// Reads toml; the fault is a byte offset and what is wrong.
pub(crate) fn read<T: DeserializeOwned>(text: &str, lists: &Lists) -> Result<Read<T>, (usize, String)> {
    let fault = |e: &toml::de::Error| (e.span().map_or(0, |span| span.start), in_swedish(e.message()));
    let mut root = DeTable::parse(text).map_err(|e| fault(&e))?;
    for (key, value) in root.get_mut().iter_mut() {
        fill_lists(value, lists)?;
        match key.get_ref().as_ref() {
            "check" => kind_outside(value)?,
            "variant" => {
                if let DeValue::Array(variants) = value.get_mut() {
                    for variant in variants.iter_mut() {
                        if let DeValue::Table(table) = variant.get_mut()
                            && let Some(check) = table.get_mut("check")
                        {
                            kind_outside(check)?;
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let mut canonical = String::new();
    for (key, value) in root.get_ref() {
        let name = key.get_ref().as_ref();
        if JUDGING.contains(&name) || name == "variant" || name == "fact" {
            let _ = write!(canonical, "{name}=");
            write_canonical(value.get_ref(), &mut canonical);
        }
    }
    let span = root.span();
    let root = Spanned::new(span, DeValue::Table(root.into_inner()));
    let value = T::deserialize(ValueDeserializer::from(root)).map_err(|e| fault(&e))?;
    Ok(Read { value, canonical })
}

/// `{ kind = "lix", pass = 40 }` to `{ lix = { pass = 40 } }`: serde's inner tag would lose the places of errors.
fn kind_outside(check: &mut Spanned<DeValue<'_>>) -> Result<(), (usize, String)> {
    let span = check.span();
    let DeValue::Table(table) = check.get_mut() else {
        return Err((span.start, "check ska vara en tabell med fältet kind".to_owned()));
    };
    let Some(kind) = table.remove("kind") else {
        return Err((span.start, "fältet ”kind” saknas i check".to_owned()));
    };
    let at = kind.span();
    let DeValue::String(name) = kind.into_inner() else {
        return Err((at.start, "kind ska vara ett ord".to_owned()));
    };
    let inner = std::mem::take(table);
    table.insert(Spanned::new(at, name), Spanned::new(span, DeValue::Table(inner)));
    Ok(())
}

/// Puts the words of a list in place of `"@name"`, in every array.
fn fill_lists(value: &mut Spanned<DeValue<'_>>, lists: &Lists) -> Result<(), (usize, String)> {
    match value.get_mut() {
        DeValue::Table(table) => table.iter_mut().try_for_each(|(_, inner)| fill_lists(inner, lists)),
        DeValue::Array(array) => {
            let mut filled = Vec::with_capacity(array.len());
            for mut item in std::mem::replace(array, std::iter::empty().collect()) {
                let span = item.span();
                let name = match item.get_ref() {
                    DeValue::String(text) => text.strip_prefix('@').filter(|n| !n.is_empty()).map(str::to_owned),
                    _ => None,
                };
                if let Some(name) = name {
                    let words = lists.get(&name).ok_or_else(|| {
                        let known: Vec<&str> = lists.keys().map(String::as_str).collect();
                        (
                            span.start,
                            format!("okänd ordlista ”@{name}”. Listorna i ordlistor.toml: {}", known.join(", ")),
                        )
                    })?;
                    filled.extend(
                        words.iter().map(|word| Spanned::new(span.clone(), DeValue::String(word.clone().into()))),
                    );
                } else {
                    fill_lists(&mut item, lists)?;
                    filled.push(item);
                }
            }
            *array = filled.into_iter().collect();
            Ok(())
        }
        _ => Ok(()),
    }
}

/// One text for one meaning: keys sorted, no spacing.
fn write_canonical(value: &DeValue<'_>, out: &mut String) {
    match value {
        DeValue::Table(table) => {
            let mut keys: Vec<_> = table.iter().collect();
            keys.sort_by(|a, b| a.0.get_ref().cmp(b.0.get_ref()));
            out.push('{');
            for (key, inner) in keys {
                let _ = write!(out, "{}=", key.get_ref());
                write_canonical(inner.get_ref(), out);
            }
            out.push('}');
        }
        DeValue::Array(array) => {
            out.push('[');
            for inner in array {
                write_canonical(inner.get_ref(), out);
            }
            out.push(']');
        }
        DeValue::String(text) => {
            let _ = write!(out, "{text:?},");
        }
        DeValue::Integer(number) => {
            let _ = write!(out, "{},", number.as_str());
        }
        DeValue::Float(number) => {
            let _ = write!(out, "{},", number.as_str());
        }
        other => {
            let _ = write!(out, "{other:?},");
        }
    }
}
