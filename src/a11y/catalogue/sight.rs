//! What is seen: contrast, clipped text, the ring of focus, boxes that scroll.

use super::{ActRule, Level, partly};

const PALE: &str = "Texten skiljer sig för lite från bakgrunden.";
const PALE_WHY: &str = "Den som ser dåligt, eller läser i solljus, ser inte vad som står.";
const PALE_EN: &str = "The text differs too little from what is behind it.";
const PALE_WHY_EN: &str = "People who see poorly, or read in sunlight, cannot see what it says.";

pub(in crate::a11y) static CONTRAST: ActRule = partly(
    "afw4f7",
    (&["1.4.3"], &["1.4.6"]),
    Level::Aa,
    [
        PALE,
        PALE_WHY,
        "Gör texten mörkare eller bakgrunden ljusare, så att kontrasten blir minst 4,5 (3 för stor text).",
    ],
    [
        PALE_EN,
        PALE_WHY_EN,
        "Darken the text or lighten the background until the contrast is at least 4.5 (3 for large text).",
    ],
);

pub(in crate::a11y) static CONTRAST_MORE: ActRule = partly(
    "09o5cg",
    (&["1.4.6"], &[]),
    Level::Aaa,
    [
        PALE,
        PALE_WHY,
        "Gör texten mörkare eller bakgrunden ljusare, så att kontrasten blir minst 7 (4,5 för stor text).",
    ],
    [
        PALE_EN,
        PALE_WHY_EN,
        "Darken the text or lighten the background until the contrast is at least 7 (4.5 for large text).",
    ],
);

pub(in crate::a11y) static CLIPPED: ActRule = partly(
    "59br37",
    (&["1.4.4"], &[]),
    Level::Aa,
    [
        "Texten skärs av när den blir större.",
        "Den som förstorar texten ser bara en del av den.",
        "Ta bort den fasta höjden, eller overflow: hidden.",
    ],
    [
        "The text is cut off when it grows.",
        "People who enlarge the text see only a part of it.",
        "Remove the fixed height, or overflow: hidden.",
    ],
);

pub(in crate::a11y) static FOCUS_RING: ActRule = partly(
    "oj04fd",
    (&["2.4.7"], &[]),
    Level::Aa,
    [
        "Det syns inte var man är när man går med tabbtangenten.",
        "Den som inte använder mus vet inte vilken länk eller knapp som är vald.",
        "Ta bort outline: none, eller visa fokus på ett annat sätt med :focus-visible.",
    ],
    [
        "Nothing shows where the tab key has come to.",
        "People who use no mouse cannot tell which link or button is chosen.",
        "Remove outline: none, or show focus in another way with :focus-visible.",
    ],
);

pub(in crate::a11y) static SCROLLED: ActRule = partly(
    "0ssw9k",
    (&["2.1.1"], &["2.1.3"]),
    Level::A,
    [
        "Rutan går att rulla, men inte med tangenter.",
        "Den som inte använder mus kommer inte åt det som ligger nedanför.",
        "Ge rutan tabindex=\"0\" och ett namn, eller låt den växa med innehållet.",
    ],
    [
        "The box scrolls, but not by key.",
        "People who use no mouse cannot reach what lies below.",
        "Give the box tabindex=\"0\" and a name, or let it grow with its content.",
    ],
);
