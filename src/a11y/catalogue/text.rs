//! Tables, text spacing and orientation.

use super::{ActRule, Level, rule};

pub(in crate::a11y) static HEADERS: ActRule = rule(
    "a25f45",
    (&["1.3.1"], &[]),
    Level::A,
    [
        "En tabellcell pekar på en rubrik som inte finns i tabellen.",
        "Den som lyssnar får inte veta vad siffran gäller.",
        "Rätta headers så att det anger id för rubrikceller i samma tabell, eller ta bort attributet.",
    ],
    [
        "A table cell points at a heading that is not in the table.",
        "People who listen are not told what the figure means.",
        "Make headers name ids of header cells in the same table, or remove it.",
    ],
);

pub(in crate::a11y) static HEADER_CELLS: ActRule = rule(
    "d0f69e",
    (&["1.3.1"], &[]),
    Level::A,
    [
        "En rubrikcell i tabellen har inga celler under eller bredvid sig.",
        "Den som lyssnar får höra rubriker som inte hör till något.",
        "Gör om rubrikcellen till en vanlig cell, eller rätta tabellens rader och kolumner.",
    ],
    [
        "A header cell in the table has no cells under or beside it.",
        "People who listen hear headings of nothing.",
        "Make the header an ordinary cell, or mend the table's rows and columns.",
    ],
);

const FIXED_WHY: &str = "Den som behöver glesare text för att kunna läsa kan inte ändra den.";
const FIXED_DO: &str = "Ta bort !important ur style, eller öka värdet.";
const FIXED_WHY_EN: &str = "People who need looser text to read cannot change it.";
const FIXED_DO_EN: &str = "Remove !important from style, or raise the value.";

pub(in crate::a11y) static LETTERS: ActRule = rule(
    "24afc2",
    (&["1.4.12"], &[]),
    Level::Aa,
    ["Avståndet mellan bokstäver är låst.", FIXED_WHY, FIXED_DO],
    ["The space between letters is locked.", FIXED_WHY_EN, FIXED_DO_EN],
);

pub(in crate::a11y) static WORDS: ActRule = rule(
    "9e45ec",
    (&["1.4.12"], &[]),
    Level::Aa,
    ["Avståndet mellan ord är låst.", FIXED_WHY, FIXED_DO],
    ["The space between words is locked.", FIXED_WHY_EN, FIXED_DO_EN],
);

pub(in crate::a11y) static LINES: ActRule = rule(
    "78fd32",
    (&["1.4.12"], &[]),
    Level::Aa,
    ["Avståndet mellan rader är låst.", FIXED_WHY, FIXED_DO],
    ["The space between lines is locked.", FIXED_WHY_EN, FIXED_DO_EN],
);

pub(in crate::a11y) static TURNED: ActRule = rule(
    "b33eff",
    (&["1.3.4"], &[]),
    Level::Aa,
    [
        "Sidan vrids när skärmen vrids.",
        "Den som har skärmen fast i ett läge kan inte läsa sidan.",
        "Ta bort vridningen ur stilmallen.",
    ],
    [
        "The page turns when the screen is turned.",
        "People whose screen is fixed in one position cannot read it.",
        "Remove the rotation from the style sheet.",
    ],
);
