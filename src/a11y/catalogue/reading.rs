//! What words say: links, headings, titles, labels, images, languages. Most of it takes a person; what is certain is said.

use super::{ActRule, Level, partly};

const VAGUE: &str = "Länktexten säger inte vart länken leder.";
const VAGUE_WHY: &str = "Många hoppar från länk till länk. Då hörs bara «läs mer», inte om vad.";
const VAGUE_DO: &str = "Skriv i länken vad den leder till, till exempel «Ansök om hemtjänst».";
const VAGUE_EN: &str = "The link text does not tell where the link leads.";
const VAGUE_WHY_EN: &str = "Many people jump from link to link. Then only “read more” is heard, not of what.";
const VAGUE_DO_EN: &str = "Say in the link what it leads to, such as “Apply for home care”.";

pub(in crate::a11y) static LINK_ALONE: ActRule = partly(
    "aizyf1",
    (&["2.4.9"], &[]),
    Level::Aaa,
    [VAGUE, VAGUE_WHY, VAGUE_DO],
    [VAGUE_EN, VAGUE_WHY_EN, VAGUE_DO_EN],
);

pub(in crate::a11y) static LINK_IN_CONTEXT: ActRule = partly(
    "5effbb",
    (&["2.4.4"], &["2.4.9"]),
    Level::A,
    [VAGUE, VAGUE_WHY, VAGUE_DO],
    [VAGUE_EN, VAGUE_WHY_EN, VAGUE_DO_EN],
);

const TWINS: &str = "Två länkar heter likadant men leder till olika ställen.";
const TWINS_WHY: &str = "Den som lyssnar kan inte skilja dem åt.";
const TWINS_DO: &str = "Låt varje länktext säga vad just den länken leder till.";
const TWINS_EN: &str = "Two links have the same name but lead to different places.";
const TWINS_WHY_EN: &str = "People who listen cannot tell them apart.";
const TWINS_DO_EN: &str = "Let each link text say what that link leads to.";

pub(in crate::a11y) static SAME_NAME: ActRule = partly(
    "b20e66",
    (&["2.4.9"], &[]),
    Level::Aaa,
    [TWINS, TWINS_WHY, TWINS_DO],
    [TWINS_EN, TWINS_WHY_EN, TWINS_DO_EN],
);

pub(in crate::a11y) static SAME_CONTEXT: ActRule = partly(
    "fd3a94",
    (&["2.4.4"], &["2.4.9"]),
    Level::A,
    [TWINS, TWINS_WHY, TWINS_DO],
    [TWINS_EN, TWINS_WHY_EN, TWINS_DO_EN],
);

pub(in crate::a11y) static SAME_FRAMES: ActRule = partly(
    "4b1c6c",
    (&["4.1.2"], &[]),
    Level::A,
    [
        "Två ramar (iframe) heter likadant men visar olika saker.",
        "Den som lyssnar kan inte skilja dem åt.",
        "Ge varje ram ett eget namn i title.",
    ],
    [
        "Two frames (iframe) have the same name but show different things.",
        "People who listen cannot tell them apart.",
        "Give each frame a name of its own in title.",
    ],
);

pub(in crate::a11y) static TITLE_SAYS: ActRule = partly(
    "c4a8a4",
    (&["2.4.2"], &[]),
    Level::A,
    [
        "Sidans titel säger inte vad sidan handlar om.",
        "Titeln är det första som läses upp, och det som syns på fliken och i sökträffar.",
        "Skriv sidans ämne först och kommunens namn sist.",
    ],
    [
        "The page's title does not tell what the page is about.",
        "The title is read first, and shown on the tab and in search results.",
        "Write the page's subject first and the municipality's name last.",
    ],
);

pub(in crate::a11y) static HEADING_SAYS: ActRule = partly(
    "b49b2e",
    (&["2.4.6"], &[]),
    Level::Aa,
    [
        "Rubriken säger inte vad avsnittet handlar om.",
        "Många hoppar mellan rubriker för att hitta.",
        "Skriv i rubriken vad avsnittet handlar om.",
    ],
    [
        "The heading does not tell what the section is about.",
        "Many people jump from heading to heading to find their way.",
        "Say in the heading what the section is about.",
    ],
);

pub(in crate::a11y) static LABEL_SAYS: ActRule = partly(
    "cc0f0a",
    (&["2.4.6"], &[]),
    Level::Aa,
    [
        "Etiketten säger inte vad som ska fyllas i.",
        "Den som lyssnar hör bara etiketten, inte det som står runt om.",
        "Skriv i etiketten vad fältet gäller, till exempel «Namn på den som behöver hjälp».",
    ],
    [
        "The label does not tell what to fill in.",
        "People who listen hear the label alone, not what stands around it.",
        "Say in the label what the field is for, such as “Name of the person who needs help”.",
    ],
);

pub(in crate::a11y) static IMAGE_SAYS: ActRule = partly(
    "qt1vmo",
    (&["1.1.1"], &[]),
    Level::A,
    [
        "Bildens beskrivning säger inte vad bilden visar.",
        "Den som inte ser bilden får bara höra ett filnamn eller ordet «bild».",
        "Beskriv i alt vad bilden visar. Är den bara utsmyckning: skriv alt=\"\".",
    ],
    [
        "The image's description does not tell what it shows.",
        "People who do not see the image hear a file name, or the word “image”.",
        "Describe in alt what it shows. If it is mere decoration, write alt=\"\".",
    ],
);

pub(in crate::a11y) static PAGE_SPEAKS: ActRule = partly(
    "ucwvc8",
    (&["3.1.1"], &[]),
    Level::A,
    [
        "Sidan säger att den är på ett annat språk än texten.",
        "Skärmläsaren läser texten med fel uttal.",
        "Ändra lang på html till textens språk, för svenska sv.",
    ],
    [
        "The page says that it is in another language than its text.",
        "Screen readers pronounce the text wrongly.",
        "Change lang on html to the language of the text, for Swedish sv.",
    ],
);

pub(in crate::a11y) static PART_SPEAKS: ActRule = partly(
    "off6ek",
    (&["3.1.2"], &[]),
    Level::Aa,
    [
        "En del av sidan säger att den är på ett annat språk än texten.",
        "Skärmläsaren läser den delen med fel uttal.",
        "Ändra lang på elementet till textens språk.",
    ],
    [
        "A part of the page says that it is in another language than its text.",
        "Screen readers pronounce that part wrongly.",
        "Change lang on the element to the language of the text.",
    ],
);
