//! Getting about: sound that starts by itself, keys that are caught, and ways past what every page repeats.

use super::{ActRule, Level, partly};

const SOUND: &str = "Ljud spelas upp av sig självt.";
const SOUND_WHY: &str = "Den som använder skärmläsare hör inte vad den läser.";
const SOUND_DO: &str = "Ta bort autoplay, eller visa knappar för att pausa: controls.";
const SOUND_EN: &str = "Sound starts by itself.";
const SOUND_WHY_EN: &str = "People who use a screen reader cannot hear what it reads.";
const SOUND_DO_EN: &str = "Remove autoplay, or show buttons to pause: controls.";

pub(in crate::a11y) static AUTOPLAY: ActRule =
    partly("80f0bf", (&["1.4.2"], &[]), Level::A, [SOUND, SOUND_WHY, SOUND_DO], [SOUND_EN, SOUND_WHY_EN, SOUND_DO_EN]);

pub(in crate::a11y) static AUTOPLAY_CONTROL: ActRule = partly(
    "4c31df",
    (&[], &["1.4.2"]),
    Level::Practice,
    [SOUND, SOUND_WHY, SOUND_DO],
    [SOUND_EN, SOUND_WHY_EN, SOUND_DO_EN],
);

pub(in crate::a11y) static AUTOPLAY_SHORT: ActRule = partly(
    "aaa1bf",
    (&[], &["1.4.2"]),
    Level::Practice,
    [SOUND, SOUND_WHY, "Ta bort autoplay, eller låt ljudet vara högst tre sekunder."],
    [SOUND_EN, SOUND_WHY_EN, "Remove autoplay, or keep the sound to three seconds."],
);

pub(in crate::a11y) static BYPASS: ActRule = partly(
    "cf77f2",
    (&["2.4.1"], &[]),
    Level::A,
    [
        "Det finns inget sätt att hoppa förbi menyn.",
        "Den som använder tangentbord eller skärmläsare måste gå igenom menyn på varje sida.",
        "Lägg innehållet i main, ge det en rubrik och lägg en länk dit först på sidan.",
    ],
    [
        "There is no way past the menu.",
        "People who use a keyboard or a screen reader must go through the menu on every page.",
        "Put the content in main, give it a heading, and put a link to it first on the page.",
    ],
);

pub(in crate::a11y) static MAIN_HEADING: ActRule = partly(
    "047fe0",
    (&[], &["2.4.1"]),
    Level::Practice,
    [
        "Innehållet har ingen rubrik.",
        "Den som lyssnar kan inte hoppa till innehållet.",
        "Inled innehållet med en rubrik: h1.",
    ],
    ["The content has no heading.", "People who listen cannot jump to it.", "Open the content with a heading: h1."],
);

pub(in crate::a11y) static MAIN_LANDMARK: ActRule = partly(
    "b40fd1",
    (&[], &["2.4.1"]),
    Level::Practice,
    [
        "Innehållet ligger inte i main.",
        "Den som lyssnar kan inte hoppa till innehållet.",
        "Lägg sidans eget innehåll i elementet main.",
    ],
    [
        "The content is not in main.",
        "People who listen cannot jump to it.",
        "Put the page's own content in the element main.",
    ],
);

pub(in crate::a11y) static SKIP_LINK: ActRule = partly(
    "ye5d6e",
    (&[], &["2.4.1"]),
    Level::Practice,
    [
        "Det finns ingen länk till innehållet.",
        "Den som använder tangentbord måste gå igenom menyn på varje sida.",
        "Lägg en länk till innehållet först på sidan: «Till innehållet».",
    ],
    [
        "There is no link to the content.",
        "People who use a keyboard must go through the menu on every page.",
        "Put a link to the content first on the page: “To the content”.",
    ],
);

pub(in crate::a11y) static TRAPPED: ActRule = partly(
    "80af7b",
    (&[], &["2.1.2"]),
    Level::Practice,
    [
        "Fokus hoppar tillbaka till elementet när man vill lämna det.",
        "Den som inte använder mus fastnar på sidan.",
        "Ta bort det som flyttar fokus i onblur.",
    ],
    [
        "Focus jumps back to the element when one wants to leave it.",
        "People who use no mouse are caught on the page.",
        "Remove what moves focus in onblur.",
    ],
);
