//! Words that say too little by themselves, in Swedish and English. Lower case; own lists.

/// Link texts that do not tell where the link leads.
pub(in crate::a11y) const VAGUE_LINKS: &[&str] = &[
    "click",
    "click here",
    "continue",
    "continue reading",
    "details",
    "download",
    "find out more",
    "fortsätt",
    "fortsätt läsa",
    "gå vidare",
    "go",
    "här",
    "here",
    "info",
    "klicka",
    "klicka här",
    "läs mer",
    "läs mer här",
    "läs vidare",
    "länk",
    "learn more",
    "link",
    "ladda ned",
    "ladda ner",
    "mer",
    "mer info",
    "mer information",
    "more",
    "more info",
    "more information",
    "next",
    "nästa",
    "read",
    "read more",
    "se mer",
    "see more",
    "show more",
    "tryck här",
    "vidare",
    "view more",
    "visa",
    "visa mer",
];

/// Names of formats: they tell in what form, not what.
pub(in crate::a11y) const FORMATS: &[&str] =
    &["csv", "doc", "docx", "epub", "excel", "html", "pdf", "word", "xls", "xlsx", "xml"];

/// Words that point at something said elsewhere.
pub(in crate::a11y) const POINTING: &[&str] = &["denna", "detta", "dessa", "this", "that", "these", "those"];

/// Titles and headings that a template leaves behind.
pub(in crate::a11y) const LEFT_BEHIND: &[&str] = &[
    "document",
    "dokument",
    "heading",
    "heading 1",
    "heading 2",
    "index",
    "lorem ipsum",
    "namnlös",
    "namnlöst dokument",
    "new page",
    "ny sida",
    "page",
    "page title",
    "rubrik",
    "rubrik 1",
    "rubrik 2",
    "rubriknivå 1",
    "rubriknivå 2",
    "sida",
    "sidtitel",
    "title",
    "titel",
    "underrubrik",
    "untitled",
    "untitled document",
    "untitled page",
    "unnamed",
];

/// Labels that name the field or the page's furniture, not what to fill in.
pub(in crate::a11y) const VAGUE_LABELS: &[&str] = &[
    "data",
    "etikett",
    "field",
    "form",
    "formulär",
    "fält",
    "info",
    "information",
    "input",
    "label",
    "menu",
    "meny",
    "text",
    "textfält",
    "värde",
    "value",
];

/// Descriptions of images that say only that there is one.
pub(in crate::a11y) const VAGUE_IMAGES: &[&str] =
    &["bild", "foto", "fotografi", "graphic", "ikon", "image", "img", "photo", "picture", "spacer"];

/// Small words by which a language is known, by primary subtag.
pub(in crate::a11y) const SMALL_WORDS: &[(&str, &[&str])] = &[
    ("da", &["og", "er", "det", "at", "til", "på", "som", "ikke", "for", "af"]),
    ("de", &["der", "die", "und", "ist", "das", "nicht", "mit", "den", "für", "ein"]),
    ("en", &["the", "and", "of", "to", "is", "in", "that", "for", "it", "has", "he", "with", "was"]),
    ("es", &["el", "la", "de", "que", "y", "los", "en", "un", "por", "con"]),
    ("fi", &["ja", "on", "ei", "se", "että", "voi", "tai", "kun", "myös", "ovat"]),
    ("fr", &["le", "la", "les", "de", "et", "est", "un", "une", "des", "que"]),
    ("nl", &["de", "het", "een", "en", "van", "is", "dat", "niet", "met", "op"]),
    ("no", &["og", "er", "det", "at", "til", "på", "som", "ikke", "for", "av"]),
    ("pl", &["i", "w", "na", "się", "nie", "z", "do", "jest", "to", "że"]),
    ("sv", &["och", "att", "är", "för", "som", "på", "det", "du", "av", "med", "i", "kan"]),
];
