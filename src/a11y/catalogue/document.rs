//! The document: title, language, reload, zoom, autofill.

use super::{ActRule, Level, rule};

pub(in crate::a11y) static TITLE: ActRule = rule(
    "2779a5",
    (&["2.4.2"], &[]),
    Level::A,
    [
        "Sidan saknar titel.",
        "Titeln är det första som läses upp, och det som syns på fliken och i sökträffar.",
        "Skriv title i sidans head: sidans ämne och kommunens namn.",
    ],
    [
        "The page has no title.",
        "The title is read first, and shown on the tab and in search results.",
        "Write title in head: the page's subject and the municipality's name.",
    ],
);

pub(in crate::a11y) static LANG: ActRule = rule(
    "b5c3f8",
    (&["3.1.1"], &[]),
    Level::A,
    [
        "Sidan säger inte vilket språk den är på.",
        "Skärmläsaren kan läsa svensk text med fel uttal.",
        "Skriv <html lang=\"sv\">.",
    ],
    [
        "The page does not say what language it is in.",
        "Screen readers may pronounce it wrongly.",
        "Write <html lang=\"sv\">.",
    ],
);

pub(in crate::a11y) static LANG_VALID: ActRule = rule(
    "bf051a",
    (&["3.1.1"], &[]),
    Level::A,
    [
        "Sidans språkkod finns inte.",
        "Skärmläsaren kan läsa svensk text med fel uttal.",
        "Skriv en registrerad kod, för svenska sv.",
    ],
    [
        "The page's language code does not exist.",
        "Screen readers may pronounce it wrongly.",
        "Write a registered code, for Swedish sv.",
    ],
);

pub(in crate::a11y) static PART_LANG: ActRule = rule(
    "de46e4",
    (&["3.1.2"], &[]),
    Level::Aa,
    [
        "En del av sidan har en språkkod som inte finns.",
        "Skärmläsaren läser den delen med fel uttal.",
        "Skriv en registrerad kod, till exempel fi för finska.",
    ],
    [
        "A part of the page has a language code that does not exist.",
        "Screen readers pronounce that part wrongly.",
        "Write a registered code, such as fi for Finnish.",
    ],
);

const RELOADS: &str = "Sidan laddas om eller byts av sig själv.";
const RELOADS_WHY: &str = "Den som läser långsamt eller lyssnar hinner inte klart.";
const RELOADS_DO: &str = "Ta bort meta refresh. Flytta sidan med en omdirigering på servern i stället.";
const RELOADS_EN: &str = "The page reloads or moves on by itself.";
const RELOADS_WHY_EN: &str = "People who read slowly or listen do not get to the end.";
const RELOADS_DO_EN: &str = "Remove meta refresh. Redirect on the server instead.";

pub(in crate::a11y) static REFRESH: ActRule = rule(
    "bc659a",
    (&["2.2.1", "2.2.4", "3.2.5"], &[]),
    Level::A,
    [RELOADS, RELOADS_WHY, RELOADS_DO],
    [RELOADS_EN, RELOADS_WHY_EN, RELOADS_DO_EN],
);

pub(in crate::a11y) static REFRESH_NONE: ActRule = rule(
    "bisz58",
    (&["2.2.4", "3.2.5"], &["2.2.1"]),
    Level::Aaa,
    [RELOADS, RELOADS_WHY, RELOADS_DO],
    [RELOADS_EN, RELOADS_WHY_EN, RELOADS_DO_EN],
);

pub(in crate::a11y) static VIEWPORT: ActRule = rule(
    "b4f0c3",
    (&["1.4.4"], &["1.4.10"]),
    Level::Aa,
    [
        "Sidan går inte att förstora i mobilen.",
        "Den som ser dåligt kan inte göra texten större.",
        "Ta bort user-scalable=no och maximum-scale ur meta viewport.",
    ],
    [
        "The page cannot be zoomed on a phone.",
        "People who see poorly cannot make the text larger.",
        "Remove user-scalable=no and maximum-scale from meta viewport.",
    ],
);

pub(in crate::a11y) static AUTOFILL: ActRule = rule(
    "73f2c2",
    (&["1.3.5"], &[]),
    Level::Aa,
    [
        "Fältet har ett värde i autocomplete som inte finns.",
        "Webbläsaren kan inte hjälpa till att fylla i namn, adress och telefon.",
        "Skriv ett värde ur HTML-standarden, till exempel name, email eller tel.",
    ],
    [
        "The field's autocomplete has a value that does not exist.",
        "Browsers cannot help to fill in name, address and phone.",
        "Write a value of the HTML standard, such as name, email or tel.",
    ],
);
