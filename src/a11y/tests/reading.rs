//! Links, labels, titles, languages, sound and ways to the content.

use super::{fails, leaves_open, leaves_out, outcomes, passes};
use crate::domain::Outcome::{self, CantTell, Failed};

/// What is certain of a rule, the open question aside.
fn certain(rule: &str, html: &str) -> Vec<Outcome> {
    outcomes(rule, html).into_iter().filter(|outcome| *outcome != CantTell).collect()
}

#[test]
fn link_texts_tell_where_they_lead() {
    for html in ["<a href=/a>Läs mer</a>", "<a href=/a>HÄR!</a>", "<a href=/a>PDF</a>", "<a href=/a>denna sida</a>"] {
        assert_eq!(certain("aizyf1", html), [Failed], "{html}");
    }
    for html in ["<a href=/a>Läs mer om avgiften</a>", "<a href=/a aria-label='Läs mer om avgiften'>Läs mer</a>"] {
        leaves_open("aizyf1", &[html]);
    }
    leaves_out("aizyf1", &["<a>Läs mer</a>", "<a href=/a hidden>Läs mer</a>", "<a href=/a></a>"]);
    fails("5effbb", &["<a href=/a>Läs mer</a>", "<main><div><a href=/a>Klicka här</a></div></main>"]);
    leaves_open(
        "5effbb",
        &[
            "<p>Om avgifter. <a href=/a>Läs mer</a></p>",
            "<h2>Avgifter</h2><a href=/a>Läs mer</a>",
            "<ul><li>Avgifter <a href=/a>Läs mer</a></li></ul>",
            "<table><tr><td>Avgifter<td><a href=/a>Läs mer</a></table>",
            "<div><p>Vad det kostar.</p><a href=/a>Läs mer</a></div>",
            "<a href=/a title='Om avgifter'>Läs mer</a>",
        ],
    );
}

#[test]
fn links_of_one_name_lead_to_one_place() {
    let page = |one: &str, other: &str| format!("<p><a href={one}>Ansök</a> <a href={other}>ansök</a></p>");
    for rule in ["b20e66", "fd3a94"] {
        fails(
            rule,
            &[
                &page("https://hedlunda.se/", "https://lingonas.se/"),
                &page("/a?id=1", "/a?id=2"),
                &page("mailto:a@lingonas.se", "/a"),
            ],
        );
        passes(rule, &[&page("/a", "/a/"), &page("/a?utm_source=x", "/a"), &page("/a#x", "/a#y")]);
        leaves_open(
            rule,
            &[
                &page("/a", "/b"),
                &page("https://hedlunda.se/", "https://www.hedlunda.se/x"),
                &page("javascript:a()", "/a"),
            ],
        );
        leaves_out(rule, &["<a href=/a>Ansök</a> <a href=/b>Kontakt</a>"]);
    }
    leaves_out(
        "fd3a94",
        &["<p>Mat: <a href=https://hedlunda.se>mer</a></p><p>Larm: <a href=https://lingonas.se>mer</a></p>"],
    );
    leaves_out(
        "fd3a94",
        &["<p><a href=https://hedlunda.se>mer</a></p><h2>Larm</h2><p><a href=https://lingonas.se>mer</a></p>"],
    );
    leaves_out(
        "fd3a94",
        &[
            "<table><tr><th>Mat<td><a href=https://hedlunda.se>mer</a><tr><th>Larm<td><a href=https://lingonas.se>mer</a></table>",
        ],
    );
    let frames = |one: &str, other: &str| {
        format!("<iframe title=Karta src={one}></iframe><iframe title=karta src={other}></iframe>")
    };
    fails("4b1c6c", &[&frames("https://hedlunda.se", "https://lingonas.se")]);
    leaves_open("4b1c6c", &[&frames("/a", "/b")]);
    passes("4b1c6c", &[&frames("/a", "/a")]);
    leaves_out("4b1c6c", &["<iframe src=/a></iframe><iframe src=/b></iframe>"]);
}

#[test]
fn titles_headings_labels_and_images_say_something() {
    fails("c4a8a4", &["<title>Untitled</title>", "<title>Ny sida</title>", "<title>index.html</title>"]);
    leaves_open("c4a8a4", &["<title>Hemtjänst – Hedlunda</title>"]);
    leaves_out("c4a8a4", &["<p>x</p>", "<svg><title>Rubrik</title></svg>"]);
    fails("b49b2e", &["<h2>Rubrik 2</h2>"]);
    leaves_open("b49b2e", &["<h2>Avgifter</h2>"]);
    leaves_out("b49b2e", &["<h2></h2>", "<h2 hidden>Rubrik</h2>"]);
    fails("qt1vmo", &["<img src=a.png alt=IMG_2041.jpg>", "<img src=a.png alt=Bild>"]);
    leaves_open("qt1vmo", &["<img src=a.png alt='En trappa med ledstång'>"]);
    leaves_out("qt1vmo", &["<img src=a.png alt=''>", "<img src=a.png>"]);
    fails("cc0f0a", &["<label>Meny: <input></label>", "<p id=l>Fält</p><input aria-labelledby=l>"]);
    leaves_open("cc0f0a", &["<label>Namn <input></label>", "<label>Meny <select><option>A</select></label>"]);
    leaves_out("cc0f0a", &["<input aria-label=Info>", "<label hidden>Info <input></label>"]);
}

#[test]
fn fields_of_one_name_are_told_apart_by_something_that_is_seen() {
    let group =
        |head: &str, id: &str| format!("<fieldset>{head}<label for={id}>Namn</label><input id={id}></fieldset>");
    let twins = group("", "a") + &group("", "b");
    assert_eq!(certain("cc0f0a", &twins), [Failed]);
    let told = group("<legend>Du</legend>", "a") + &group("<legend>Anhörig</legend>", "b");
    leaves_open("cc0f0a", &[&told, &group("", "a"), "<label>Sök <input></label><label>Sök <input></label>"]);
}

#[test]
fn text_is_in_the_language_it_claims() {
    let english = "If you need help at home, the municipality can give it to you. It is for people that are older.";
    fails("ucwvc8", &[&format!("<html lang=sv><p>{english}</p>")]);
    passes("ucwvc8", &[&format!("<html lang=en-GB><p>{english}</p>")]);
    leaves_open("ucwvc8", &["<html lang=fi><p>Home care</p>"]);
    leaves_out(
        "ucwvc8",
        &[&format!("<p>{english}</p>"), &format!("<html lang=xyz1><p>{english}</p>"), "<html lang=sv><p></p>"],
    );
    let part = |lang: &str| format!("<html lang=sv><p>Så här är det</p><p lang={lang}>{english}</p>");
    fails("off6ek", &[&part("fi")]);
    passes("off6ek", &[&part("en")]);
    let mixed = format!("<html lang=sv><p lang=en>{english} <span lang=fi>Hyvää päivää</span></p>");
    assert_eq!(outcomes("off6ek", &mixed)[0], Outcome::Passed);
    leaves_out("off6ek", &[&part("''"), "<html lang=sv><p lang=en></p>"]);
}

#[test]
fn sound_waits_until_it_is_asked_for() {
    for rule in ["80f0bf", "4c31df"] {
        fails(rule, &["<audio autoplay src=a.mp3></audio>"]);
        passes(rule, &["<audio autoplay controls src=a.mp3></audio>", "<video autoplay controls src=a.mp4></video>"]);
        leaves_open(
            rule,
            &["<video autoplay src=a.mp4></video>", "<audio autoplay src=a.mp3></audio><button>Pausa</button>"],
        );
        leaves_out(
            rule,
            &[
                "<audio src=a.mp3></audio>",
                "<video autoplay muted src=a.mp4></video>",
                "<audio autoplay src=a.mp3#t=2,4></audio>",
                "<audio autoplay></audio>",
            ],
        );
    }
    passes("aaa1bf", &["<audio autoplay src=a.mp3#t=2,4></audio>"]);
    leaves_open("aaa1bf", &["<audio autoplay src=a.mp3#t=2></audio>"]);
}

#[test]
fn there_is_a_way_to_the_content() {
    let nav = "<nav><ul><li><a href=/a>A</a></ul></nav>";
    let page = |content: &str| format!("{nav}{content}");
    fails("cf77f2", &[&page("<div><p>Text</p></div>")]);
    passes(
        "cf77f2",
        &[
            &page("<main><p>Text</p></main>"),
            &page("<h1>Hemtjänst</h1><p>Text</p>"),
            &format!("<a href=#i>Till innehållet</a>{}", page("<div id=i><p>Text</p></div>")),
        ],
    );
    leaves_open("cf77f2", &[&page("<p>Text</p><script>f()</script>"), "<p>Text</p>"]);
    leaves_out("cf77f2", &[nav]);
    fails("047fe0", &[&page("<p>Text</p>"), &page("<h1 aria-hidden=true>Rubrik</h1><p>Text</p>")]);
    passes("047fe0", &[&page("<h2>Avgift</h2><p>Text</p>")]);
    fails("b40fd1", &[&page("<p>Text</p>"), &page("<main aria-hidden=true><p>Text</p></main>")]);
    passes("b40fd1", &[&page("<div role=main><p>Text</p></div>")]);
    leaves_open("b40fd1", &[&page("<section aria-label=Innehåll><p>Text</p></section>")]);
    fails("ye5d6e", &[&page("<p>Text</p>"), &format!("<a href=#m>Meny</a><nav id=m>{nav}</nav><p>Text</p>")]);
    leaves_open("ye5d6e", &[&page("<p>Text</p><script src=a.js></script>")]);
}
