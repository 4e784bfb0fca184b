//! Names of links, buttons, images, fields and headings.

use super::{ActRule, Level, rule};

const HEARD: &str = "Den som lyssnar på sidan hör bara «knapp», «länk» eller «bild» och vet inte vad det är.";
const HEARD_EN: &str =
    "People who listen to the page hear only “button”, “link” or “image” and cannot tell what it is.";

pub(in crate::a11y) static BUTTON: ActRule = rule(
    "97a4e1",
    (&["4.1.2"], &[]),
    Level::A,
    ["Knappen saknar namn.", HEARD, "Skriv text i knappen, eller ge den aria-label om den bara har en bild."],
    ["The button has no name.", HEARD_EN, "Put text in the button, or aria-label where it shows only a picture."],
);

pub(in crate::a11y) static LINK: ActRule = rule(
    "c487ae",
    (&["2.4.4", "2.4.9", "4.1.2"], &[]),
    Level::A,
    ["Länken saknar namn.", HEARD, "Skriv länktext. Är länken en bild: beskriv målet i bildens alt."],
    ["The link has no name.", HEARD_EN, "Write link text. Where the link is an image, say in its alt where it leads."],
);

pub(in crate::a11y) static FIELD: ActRule = rule(
    "e086e5",
    (&["4.1.2"], &["1.3.1", "2.5.3"]),
    Level::A,
    [
        "Fältet saknar etikett.",
        "Den som lyssnar på sidan vet inte vad som ska fyllas i.",
        "Koppla en label till fältet: samma värde i for och id, eller fältet inuti label.",
    ],
    [
        "The field has no label.",
        "People who listen to the page cannot tell what to fill in.",
        "Tie a label to the field: the same value in for and id, or the field inside the label.",
    ],
);

pub(in crate::a11y) static HEADING: ActRule = rule(
    "ffd0e9",
    (&[], &["1.3.1", "2.4.6"]),
    Level::Practice,
    [
        "Rubriken är tom.",
        "Många hoppar mellan rubriker. En tom rubrik leder ingenstans.",
        "Skriv rubriktext, eller ta bort rubriken.",
    ],
    [
        "The heading is empty.",
        "Many people jump from heading to heading. An empty one leads nowhere.",
        "Write the heading's text, or remove the heading.",
    ],
);

pub(in crate::a11y) static IMAGE: ActRule = rule(
    "23a2a8",
    (&["1.1.1"], &[]),
    Level::A,
    [
        "Bilden saknar beskrivning.",
        "Den som inte ser bilden får inte veta vad den visar.",
        "Beskriv bilden i alt. Är den bara utsmyckning: skriv alt=\"\".",
    ],
    [
        "The image has no description.",
        "People who do not see the image are not told what it shows.",
        "Describe it in alt. If it is mere decoration, write alt=\"\".",
    ],
);

pub(in crate::a11y) static IMAGE_BUTTON: ActRule = rule(
    "59796f",
    (&["1.1.1", "4.1.2"], &[]),
    Level::A,
    ["Bildknappen saknar namn.", HEARD, "Skriv i alt vad knappen gör."],
    ["The image button has no name.", HEARD_EN, "Say in alt what the button does."],
);

pub(in crate::a11y) static SUMMARY: ActRule = rule(
    "2t702h",
    (&["4.1.2"], &[]),
    Level::A,
    ["Raden som fäller ut text saknar namn.", HEARD, "Skriv text i summary."],
    ["The row that unfolds text has no name.", HEARD_EN, "Put text in summary."],
);

pub(in crate::a11y) static MENUITEM: ActRule = rule(
    "m6b1q3",
    (&["4.1.2"], &[]),
    Level::A,
    ["Menyvalet saknar namn.", HEARD, "Skriv text i menyvalet, eller ge det aria-label."],
    ["The menu item has no name.", HEARD_EN, "Put text in the menu item, or give it aria-label."],
);

pub(in crate::a11y) static SVG: ActRule = rule(
    "7d6734",
    (&["1.1.1"], &[]),
    Level::A,
    [
        "Den tecknade bilden (svg) saknar beskrivning.",
        "Den som inte ser bilden får inte veta vad den visar.",
        "Lägg title först i svg-elementet, eller ge det aria-label. Är det utsmyckning: aria-hidden=\"true\".",
    ],
    [
        "The drawing (svg) has no description.",
        "People who do not see it are not told what it shows.",
        "Put title first in the svg, or give it aria-label. If it is decoration: aria-hidden=\"true\".",
    ],
);

pub(in crate::a11y) static OBJECT: ActRule = rule(
    "8fc3b6",
    (&["1.1.1"], &[]),
    Level::A,
    [
        "Det inbäddade objektet saknar namn.",
        "Den som inte ser eller hör det får inte veta vad det är.",
        "Ge objektet title eller aria-label.",
    ],
    [
        "The embedded object has no name.",
        "People who do not see or hear it are not told what it is.",
        "Give the object title or aria-label.",
    ],
);

pub(in crate::a11y) static IFRAME: ActRule = rule(
    "cae760",
    (&["4.1.2"], &[]),
    Level::A,
    [
        "Ramen (iframe) saknar namn.",
        "Den som lyssnar på sidan vet inte vad ramen innehåller eller om den kan hoppas över.",
        "Ge ramen title, till exempel title=\"Karta över äldreboenden\".",
    ],
    [
        "The frame (iframe) has no name.",
        "People who listen cannot tell what it holds or whether to skip it.",
        "Give the frame a title, such as title=\"Map of care homes\".",
    ],
);

pub(in crate::a11y) static LABEL: ActRule = rule(
    "2ee8b8",
    (&["2.5.3"], &[]),
    Level::A,
    [
        "Den synliga texten finns inte i namnet.",
        "Den som styr med rösten säger det som syns, och inget händer.",
        "Låt aria-label börja med den synliga texten, eller ta bort aria-label.",
    ],
    [
        "The visible text is not part of the name.",
        "People who steer by voice say what they see, and nothing happens.",
        "Let aria-label open with the visible text, or remove aria-label.",
    ],
);
