//! The words that deny, carry a denial on, and end it.
//!
//! Place in the flow: used by `negation` alone. What must stay true: lower case, and each list says what its words do, not
//! what they are: a word may stand in several.

/// Words that deny what follows.
pub(super) const BEFORE: [&str; 10] =
    ["inte", "ej", "inga", "ingen", "inget", "aldrig", "utan", "saknar", "saknas", "icke"];

/// Words through which a denial reaches further.
pub(super) const THROUGH: [&str; 29] = [
    "göra",
    "att",
    "möjligt",
    "möjlig",
    "möjlighet",
    "möjligheten",
    "rätt",
    "rätten",
    "kan",
    "kunna",
    "få",
    "får",
    "själv",
    "själva",
    "fritt",
    "längre",
    "heller",
    "någon",
    "något",
    "några",
    "du",
    "man",
    "ännu",
    "än",
    "för",
    "andra",
    "annan",
    "egen",
    "egna",
];

/// Finite verbs that open a main clause after a subordinate one: the denial stood in the clause before.
pub(super) const MAIN_CLAUSE: [&str; 22] = [
    "kan",
    "får",
    "ska",
    "skall",
    "vill",
    "måste",
    "har",
    "är",
    "finns",
    "går",
    "bör",
    "ring",
    "ringer",
    "kontakta",
    "kontaktar",
    "ansöker",
    "ansök",
    "vänd",
    "vänder",
    "prata",
    "pratar",
    "hjälper",
];

/// Verbs that take a denial after the phrase: "valfrihet finns inte", "valfrihet erbjöds inte".
pub(super) const AFTER: [&str; 21] = [
    "finns",
    "är",
    "går",
    "erbjuds",
    "ges",
    "tillämpas",
    "gäller",
    "har",
    "fanns",
    "ingår",
    "lämnas",
    "erbjuder",
    "erbjöds",
    "erbjöd",
    "gavs",
    "gick",
    "gällde",
    "hade",
    "ingick",
    "lämnades",
    "tillämpades",
];

/// Finite verbs that a phrase may end with and that a denial after it voids: "erbjuder inte", "får du inte", "ring inte".
pub(super) const VERBS: [&str; 52] = [
    "erbjuder",
    "erbjuds",
    "finns",
    "ges",
    "ger",
    "går",
    "har",
    "hjälper",
    "ingår",
    "kan",
    "får",
    "lämnas",
    "omfattar",
    "utför",
    "utförs",
    "beviljas",
    "väljer",
    "bedöms",
    "prövas",
    "görs",
    "erbjöd",
    "erbjöds",
    "fanns",
    "gavs",
    "gick",
    "hade",
    "ingick",
    "kunde",
    "fick",
    "lämnades",
    "utförde",
    "utfördes",
    "beviljades",
    "valde",
    "bedömdes",
    "prövades",
    "gjordes",
    "ring",
    "kontakta",
    "ansök",
    "välj",
    "byt",
    "lämna",
    "skicka",
    "mejla",
    "maila",
    "besök",
    "använd",
    "överklaga",
    "vänd",
    "skriv",
    "prata",
];

/// Words that may stand between a verb and its denial: "har vi inte", "finns tyvärr inte", "mejla oss inte".
pub(super) const BESIDE: [&str; 9] = ["vi", "du", "man", "det", "kommunen", "tyvärr", "ännu", "oss", "dig"];

/// Verbs whose denial holds for all that follows in the clause: "du kan inte få hjälp med …", "det gick inte att …".
pub(super) const FLAT: [&str; 13] =
    ["kan", "får", "erbjuder", "hjälper", "ger", "går", "kommer", "kunde", "fick", "erbjöd", "hjälpte", "gav", "gick"];
/// Words that begin something else: what follows is not denied any more.
pub(super) const ELSE: [&str; 18] = [
    "men", "utan", "så", "om", "när", "innan", "förrän", "eftersom", "däremot", "än", "fast", "som", "därför", "vad",
    "hur", "vem", "vilken", "vilka",
];
/// Words after the phrase that deny it without being negations: "har upphört".
pub(super) const ENDED: [&str; 6] = ["upphör", "upphörde", "upphört", "avskaffats", "avvecklats", "lagts"];
