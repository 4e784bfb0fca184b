//! The form of the self-check, with what was given before.
//!
//! What must stay true: everything works without script; what was pasted comes back as it was, so that nothing is lost.

use crate::domain::PageType;

use super::super::swedish;
use super::Around;

/// Largest body that the form carries to the next check, in bytes. More must be handed in again.
const CARRIED: usize = 1_000_000;

/// How a draft came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// Pasted or written.
    #[default]
    Text,
    /// A file.
    File,
    /// An address that was read.
    Address,
    /// A page that the bookmark sent.
    Bookmark,
}

impl Way {
    /// The word in the form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::File => "fil",
            Self::Address => "adress",
            Self::Bookmark => "bokmarke",
        }
    }

    /// The way for a word; pasted for any other.
    pub fn from_code(code: &str) -> Self {
        [Self::File, Self::Address, Self::Bookmark].into_iter().find(|way| way.code() == code).unwrap_or_default()
    }
}

/// What was handed in.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// How.
    pub way: Way,
    /// The text as it stands in the field.
    pub text: String,
    /// The same with headings, links and tables, from the clipboard; or the page in a file or from the bookmark.
    pub html: String,
    /// The address.
    pub address: String,
    /// The file's name.
    pub file: String,
    /// What kind of page it is, when chosen.
    pub page_type: Option<PageType>,
    /// The kommun's code, when chosen.
    pub kommun: String,
}

/// The form as shown.
pub(super) struct FormView {
    pub(super) given: Given,
    pub(super) way: &'static str,
    pub(super) fault: String,
    pub(super) sealed: String,
    pub(super) kinds: Vec<Choice>,
    pub(super) kommuner: Vec<Choice>,
    pub(super) bookmark: String,
}

/// An entry of a list.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) name: String,
    pub(super) chosen: bool,
}

impl FormView {
    pub(super) fn new(around: &Around<'_>, given: &Given, fault: &str, sealed: &str) -> Self {
        let mut given = given.clone();
        if given.html.len() > CARRIED {
            given.html.clear();
        }
        let kinds = PageType::ALL.into_iter().filter(|kind| !kind.is_never_evidence() && *kind != PageType::Ovrigt);
        Self {
            way: given.way.code(),
            fault: fault.to_owned(),
            sealed: sealed.to_owned(),
            kinds: kinds
                .map(|kind| Choice {
                    value: kind.code().to_owned(),
                    name: swedish::capitalised(kind.name_sv()),
                    chosen: given.page_type == Some(kind),
                })
                .collect(),
            kommuner: around
                .kommuner
                .iter()
                .map(|(code, name)| Choice { value: code.clone(), name: name.clone(), chosen: given.kommun == *code })
                .collect(),
            bookmark: bookmark(around.address),
            given,
        }
    }

    /// Whether the page itself is carried: chosen again, it need not be handed in again.
    pub(super) fn carries(&self) -> bool {
        !self.given.html.is_empty()
    }

    pub(super) fn is_text(&self) -> bool {
        self.given.way == Way::Text
    }

    pub(super) fn is_address(&self) -> bool {
        self.given.way == Way::Address
    }

    pub(super) fn is_file(&self) -> bool {
        self.given.way == Way::File
    }
}

/// A bookmark that sends the page one looks at to the self-check, in a new tab.
fn bookmark(address: &str) -> String {
    // The address was checked to be a host and port: no quote can end the text.
    format!(
        "javascript:(()=>{{const d=document,f=d.createElement('form');f.method='post';f.target='_blank';\
         f.enctype='multipart/form-data';f.acceptCharset='utf-8';f.action='{address}/sjalvkoll';\
         for(const[n,v]of[['kalla','bokmarke'],['html','<!doctype html>'+d.documentElement.outerHTML]])\
         {{const i=d.createElement('input');i.type='hidden';i.name=n;i.value=v;f.append(i)}}\
         d.body.append(f);f.submit();f.remove()}})()"
    )
}
