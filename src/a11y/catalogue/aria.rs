//! Roles, states, properties and focus.

use super::{ActRule, Level, rule};

const MISLED: &str = "Skärmläsaren berättar fel, eller ingenting, om vad elementet är.";
const MISLED_EN: &str = "Screen readers say the wrong thing about the element, or nothing.";
const BASIS: &[&str] = &["1.3.1", "4.1.2"];

pub(in crate::a11y) static ROLE: ActRule = rule(
    "674b10",
    (&[], BASIS),
    Level::Practice,
    ["Rollen finns inte.", MISLED, "Rätta stavningen i role, eller ta bort attributet."],
    ["There is no such role.", MISLED_EN, "Correct the spelling in role, or remove the attribute."],
);

pub(in crate::a11y) static ATTRIBUTE: ActRule = rule(
    "5f99a7",
    (&[], BASIS),
    Level::Practice,
    [
        "Ett aria-attribut finns inte.",
        MISLED,
        "Rätta stavningen, till exempel aria-labelledby i stället för aria-labelled.",
    ],
    ["There is no such aria attribute.", MISLED_EN, "Correct the spelling, such as aria-labelledby for aria-labelled."],
);

pub(in crate::a11y) static VALUE: ActRule = rule(
    "6a7281",
    (&[], BASIS),
    Level::Practice,
    [
        "Ett aria-attribut har ett värde som inte är tillåtet.",
        MISLED,
        "Skriv ett av de tillåtna värdena, till exempel true eller false.",
    ],
    ["An aria attribute has a value that is not allowed.", MISLED_EN, "Write an allowed value, such as true or false."],
);

pub(in crate::a11y) static PERMITTED: ActRule = rule(
    "5c01ea",
    (&[], BASIS),
    Level::Practice,
    [
        "Ett aria-attribut hör inte hemma på elementet.",
        MISLED,
        "Ta bort attributet, eller använd ett element med rätt roll.",
    ],
    [
        "An aria attribute does not belong on the element.",
        MISLED_EN,
        "Remove the attribute, or use an element with the right role.",
    ],
);

pub(in crate::a11y) static PROHIBITED: ActRule = rule(
    "kb1m8s",
    (&[], &["1.3.1"]),
    Level::Practice,
    [
        "Elementet har ett namn som det inte får ha.",
        "Skärmläsare hoppar över namnet på vanlig text och på element utan roll.",
        "Skriv texten så att den syns, eller ge elementet en roll som får ha namn.",
    ],
    [
        "The element is named though it must not be.",
        "Screen readers pass over names on plain text and on elements without a role.",
        "Write the text where it is seen, or give the element a role that may be named.",
    ],
);

pub(in crate::a11y) static COMPLETE: ActRule = rule(
    "4e8ab6",
    (&[], BASIS),
    Level::Practice,
    [
        "Rollen saknar ett attribut som den måste ha.",
        "Skärmläsaren kan inte berätta om rutan är ikryssad, hur långt reglaget är draget och så vidare.",
        "Lägg till attributet, till exempel aria-checked, eller använd HTML:s eget element.",
    ],
    [
        "The role lacks an attribute that it must have.",
        "Screen readers cannot tell whether the box is ticked, how far the slider is drawn and so on.",
        "Add the attribute, such as aria-checked, or use HTML's own element.",
    ],
);

pub(in crate::a11y) static DECORATION: ActRule = rule(
    "46ca7f",
    (&[], &["1.1.1"]),
    Level::Practice,
    [
        "Elementet är märkt som utsmyckning men läses ändå upp.",
        "Den som lyssnar får höra sådant som inte betyder något.",
        "Ta bort aria-attributen och tabindex, eller ta bort märkningen som utsmyckning.",
    ],
    [
        "The element is marked as decoration, yet read aloud.",
        "People who listen hear things that mean nothing.",
        "Remove the aria attributes and tabindex, or the mark of decoration.",
    ],
);

pub(in crate::a11y) static OWNED: ActRule = rule(
    "bc4a75",
    (&["1.3.1"], &[]),
    Level::A,
    [
        "Listan, menyn eller tabellen innehåller fel slags delar.",
        "Skärmläsaren räknar fel eller tappar bort delarna.",
        "Lägg bara sådana delar direkt i den som hör dit, till exempel li i ul.",
    ],
    [
        "The list, menu or table holds parts of the wrong kind.",
        "Screen readers miscount or lose the parts.",
        "Put only parts of the right kind directly in it, such as li in ul.",
    ],
);

pub(in crate::a11y) static CONTEXT: ActRule = rule(
    "ff89c9",
    (&["1.3.1"], &[]),
    Level::A,
    [
        "Delen står utanför den lista, meny eller tabell som den hör till.",
        "Skärmläsaren kan inte säga var i helheten delen står.",
        "Lägg delen i ett element med rätt roll, till exempel listitem i list.",
    ],
    [
        "The part stands outside the list, menu or table it belongs to.",
        "Screen readers cannot say where in the whole it stands.",
        "Put the part in an element with the right role, such as listitem in list.",
    ],
);

pub(in crate::a11y) static FLATTENED: ActRule = rule(
    "307n5z",
    (&["4.1.2"], &[]),
    Level::A,
    [
        "En länk eller knapp ligger inuti en knapp, flik eller annat som läses som en enda sak.",
        "Den som lyssnar hamnar på något som inte läses upp.",
        "Lägg länken eller knappen bredvid i stället för inuti.",
    ],
    [
        "A link or button lies inside a button, tab or other thing that is read as one.",
        "People who listen land on something that is not read aloud.",
        "Put the link or button beside it, not inside.",
    ],
);

pub(in crate::a11y) static HIDDEN_FOCUS: ActRule = rule(
    "6cfa84",
    (&["4.1.2"], &[]),
    Level::A,
    [
        "Något som är dolt för skärmläsare går att nå med tabbtangenten.",
        "Den som lyssnar hamnar på något som är tyst.",
        "Ta bort aria-hidden, eller dölj innehållet helt med hidden.",
    ],
    [
        "Something hidden from screen readers is reached with the tab key.",
        "People who listen land on something silent.",
        "Remove aria-hidden, or hide the content entirely with hidden.",
    ],
);

pub(in crate::a11y) static FRAME_FOCUS: ActRule = rule(
    "akn7bn",
    (&["2.1.1", "2.1.3"], &[]),
    Level::A,
    [
        "Ramen (iframe) hoppas över av tabbtangenten fast det finns länkar eller knappar i den.",
        "Den som inte använder mus kommer inte åt innehållet.",
        "Ta bort det negativa tabindex från ramen.",
    ],
    [
        "The tab key passes by the frame (iframe) though it holds links or buttons.",
        "People who use no mouse cannot reach them.",
        "Remove the negative tabindex from the frame.",
    ],
);
