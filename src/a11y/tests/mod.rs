//! What the engine says of small pages: for each rule, own examples of what fails, passes and is left out.

mod reading;
mod sight;

use url::Url;

use super::{CheckResult, audit, rules};
use crate::domain::Outcome;
use crate::page::{PageTypes, parse};

fn results(html: &str) -> Vec<CheckResult> {
    let url = Url::parse("https://hedlunda.test/omsorg").unwrap();
    audit(&parse(html, &url, &PageTypes::embedded()).unwrap())
}

/// Outcomes of one rule, in document order.
fn outcomes(rule: &str, html: &str) -> Vec<Outcome> {
    results(html).iter().filter(|result| result.rule.id == rule).map(|result| result.outcome).collect()
}

/// Each page gives the rule just one outcome.
fn holds(rule: &str, outcome: Outcome, pages: &[&str]) {
    for html in pages {
        assert_eq!(outcomes(rule, html), [outcome], "{rule}: {html}");
    }
}

fn fails(rule: &str, pages: &[&str]) {
    holds(rule, Outcome::Failed, pages);
}

fn passes(rule: &str, pages: &[&str]) {
    holds(rule, Outcome::Passed, pages);
}

fn leaves_out(rule: &str, pages: &[&str]) {
    holds(rule, Outcome::Inapplicable, pages);
}

fn leaves_open(rule: &str, pages: &[&str]) {
    holds(rule, Outcome::CantTell, pages);
}

#[test]
fn every_rule_says_something_of_every_page_and_has_its_words() {
    let found = results("<p>Hemtjänst</p>");
    for rule in rules() {
        assert!(found.iter().any(|result| result.rule.id == rule.id), "{}", rule.id);
        for words in [rule.sv, rule.en] {
            assert!([words.what, words.why, words.mend].iter().all(|text| text.ends_with(['.', '>'])), "{}", rule.id);
        }
    }
    assert!(rules().is_sorted_by_key(|rule| rule.id));
}

#[test]
fn a_failure_says_where_and_passed_elements_are_not_placed() {
    let found = results("<main id=m><img src=a.png><img src=b.png alt='En trappa'></main>");
    let images: Vec<_> = found.iter().filter(|result| result.rule.id == "23a2a8").collect();
    let place = images[0].place.as_ref().unwrap();
    assert!(place.selector.starts_with("#m > img"), "{}", place.selector);
    assert_eq!(place.snippet, "<img src=\"a.png\">");
    assert_eq!((images[1].outcome, &images[1].place), (Outcome::Passed, &None));
    assert_eq!(images[0].rule.clauses(), ["9.1.1.1"]);
}

#[test]
fn links_and_buttons_have_names() {
    fails(
        "c487ae",
        &[
            "<a href=/><img src=a.png></a>",
            "<a href=/><span aria-hidden=true>Hem</span></a>",
            "<a href=/ aria-labelledby=x></a><i id=x></i>",
            "<span role=link> </span>",
        ],
    );
    passes(
        "c487ae",
        &[
            "<a href=/>Hem</a>",
            "<a href=/><img src=a.png alt=Hem></a>",
            "<a href=/ aria-labelledby=x></a><i id=x hidden>Hem</i>",
            "<a href=/ title=Hem></a>",
            "<a href=/><svg><title>Hem</title><path/></svg></a>",
        ],
    );
    leaves_out(
        "c487ae",
        &["<a name=topp></a>", "<a href=/ style='display:none'></a>", "<div inert><a href=/></a></div>"],
    );
    fails("97a4e1", &["<button></button>", "<button><i class=icon></i></button>", "<input type=button>"]);
    passes("97a4e1", &["<button>Sök</button>", "<input type=submit>", "<div role=button aria-label=Sök></div>"]);
    leaves_out("97a4e1", &["<details hidden><summary></summary></details>", "<button role=tab></button>"]);
}

#[test]
fn style_sheets_in_the_page_hide_and_show() {
    let page = |css: &str| format!("<style>{css}</style><a class=x href=/></a>");
    leaves_out("c487ae", &[&page(".x{display:none}"), &page("a{visibility:hidden}")]);
    fails(
        "c487ae",
        &[&page("@media print{.x{display:none}}"), &page(".x:hover{display:none}"), &page(".y{display:none}")],
    );
    passes("c487ae", &["<style>[hidden]{display:block}</style><a href=/><b hidden>Hem</b></a>"]);
}

#[test]
fn fields_have_labels() {
    fails(
        "e086e5",
        &[
            "<label>Namn</label><input>",
            "<label for=fel>Namn</label><input id=namn>",
            "<select><option>Ja</option></select>",
            "<div role=textbox>Namn</div>",
            "<input type=date>",
        ],
    );
    passes(
        "e086e5",
        &[
            "<label>Namn <input></label>",
            "<label for=n>Namn</label><textarea id=n></textarea>",
            "<input placeholder=Sök>",
            "<div role=checkbox aria-checked=false>Ja</div>",
            "<label><input type=checkbox> Ja</label>",
        ],
    );
    leaves_out("e086e5", &["<input type=hidden>", "<input type=submit>", "<select hidden></select>"]);
    fails("59796f", &["<input type=image src=a.png>"]);
    passes("59796f", &["<input type=image src=a.png alt=Sök>"]);
}

#[test]
fn images_headings_frames_and_the_rest_have_names() {
    fails("23a2a8", &["<img src=a.png>", "<img src=a.png alt=' '>", "<div role=img></div>"]);
    passes("23a2a8", &["<img src=a.png alt=''>", "<img src=a.png alt=Trappa>", "<img src=a.png role=none>"]);
    leaves_out("23a2a8", &["<img src=a.png aria-hidden=true>", "<noscript><img src=a.png></noscript>"]);
    fails("ffd0e9", &["<h2></h2>", "<h2><img src=a.png alt=''></h2>", "<div role=heading aria-level=2></div>"]);
    passes("ffd0e9", &["<h2>Avgift</h2>", "<h2><img src=a.png alt=Avgift></h2>"]);
    fails("cae760", &["<iframe src=/karta></iframe>"]);
    passes("cae760", &["<iframe src=/karta title=Karta></iframe>"]);
    leaves_out("cae760", &["<iframe src=/karta tabindex=-1></iframe>", "<iframe hidden></iframe>"]);
    fails("7d6734", &["<svg role=img><path/></svg>"]);
    passes("7d6734", &["<svg role=img><title>Karta</title><path/></svg>"]);
    leaves_out("7d6734", &["<svg><path/></svg>"]);
    fails("8fc3b6", &["<object data=film.mp4></object>"]);
    passes("8fc3b6", &["<object data=film.mp4 title=Film></object>"]);
    leaves_out("8fc3b6", &["<object data=sida.html></object>"]);
    fails("2t702h", &["<details><summary></summary>Text</details>"]);
    passes("2t702h", &["<details><summary>Mer</summary>Text</details>"]);
    fails("m6b1q3", &["<ul role=menu><li role=menuitem></li></ul>"]);
    passes("m6b1q3", &["<ul role=menu><li role=menuitem>Skriv ut</li></ul>"]);
}

#[test]
fn the_seen_label_is_in_the_name() {
    fails(
        "2ee8b8",
        &[
            "<a href=/ aria-label='Klicka här'>Ansök</a>",
            "<button aria-label=Skicka>Ansök <span aria-hidden=true>nu</span></button>",
        ],
    );
    passes("2ee8b8", &["<a href=/ aria-label='Ansök om hemtjänst'>Ansök</a>"]);
    leaves_out(
        "2ee8b8",
        &["<a href=/>Ansök</a>", "<button aria-label=Stäng>*</button>", "<a href=/ aria-label=Storgatan>Storg.</a>"],
    );
    leaves_open("2ee8b8", &["<a href=/ aria-label=Ansök>Ansök <span class=sr-only>nu</span></a>"]);
}

#[test]
fn roles_and_attributes_exist_and_are_valid() {
    fails("674b10", &["<p role=knapp>x</p>"]);
    passes("674b10", &["<p role='knapp note'>x</p>"]);
    leaves_out("674b10", &["<p role=''>x</p>"]);
    fails("5f99a7", &["<p aria-labelled=x>x</p>"]);
    passes("5f99a7", &["<p aria-describedby=x>x</p>"]);
    fails("6a7281", &["<button aria-expanded=ja>x</button>", "<div role=spinbutton aria-valuenow=tre></div>"]);
    passes("6a7281", &["<button aria-expanded=true>x</button>", "<p aria-relevant='text additions'>x</p>"]);
    leaves_out("6a7281", &["<button aria-expanded=''>x</button>"]);
    fails("5c01ea", &["<p aria-checked=true>x</p>", "<a href=/ aria-pressed=true>x</a>"]);
    passes("5c01ea", &["<button aria-pressed=true>x</button>", "<input type=password aria-required=true>"]);
    fails(
        "4e8ab6",
        &["<p role=heading>x</p>", "<div role=slider></div>", "<hr role=separator tabindex=0><p role=switch>x</p>"],
    );
    passes("4e8ab6", &["<p role=heading aria-level=2>x</p>", "<input type=checkbox role=switch>"]);
    leaves_out("4e8ab6", &["<h2 role=heading>x</h2>", "<p role=note>x</p>"]);
    fails("kb1m8s", &["<p aria-label=x>y</p>", "<span aria-roledescription=x>y</span>"]);
    passes("kb1m8s", &["<nav aria-label=x>y</nav>"]);
    leaves_open("kb1m8s", &["<min-karta aria-label=x></min-karta>"]);
    fails("46ca7f", &["<img src=a.png alt='' aria-label=x>", "<ul role=none aria-label=x></ul>"]);
    passes("46ca7f", &["<img src=a.png alt=''>", "<table role=presentation></table>"]);
}

#[test]
fn families_keep_together() {
    fails(
        "bc4a75",
        &[
            "<div role=list><p>x</p></div>",
            "<ul><li>x</li><div role=button>y</div></ul>",
            "<div role=tablist><a href=/>x</a></div>",
        ],
    );
    passes(
        "bc4a75",
        &[
            "<ul><li>x</li></ul>",
            "<div role=list><div><span role=listitem>x</span></div></div>",
            "<div role=listbox><div role=group><p role=option>x</p></div></div>",
            "<div role=menu aria-owns=a></div><p id=a role=menuitem>x</p>",
        ],
    );
    leaves_out("bc4a75", &["<ul></ul>", "<ul hidden>x</ul>", "<div role=list aria-busy=true></div>"]);
    leaves_open("bc4a75", &["<div role=list></div>"]);
    fails(
        "ff89c9",
        &["<p role=tab>x</p>", "<div role=list><section role=region><p role=listitem>x</p></section></div>"],
    );
    passes("ff89c9", &["<div role=list><div><p role=listitem>x</p></div></div>"]);
    leaves_out("ff89c9", &["<li>x</li>", "<ul><li role=listitem>x</li></ul>"]);
}

#[test]
fn focus_goes_where_it_is_heard() {
    fails("6cfa84", &["<div aria-hidden=true><a href=/>x</a></div>", "<a href=/ aria-hidden=true>x</a>"]);
    passes(
        "6cfa84",
        &[
            "<div aria-hidden=true>x</div>",
            "<div aria-hidden=true><button disabled>x</button></div>",
            "<div aria-hidden=true><a href=/ hidden>x</a></div>",
            "<div aria-hidden=true><details>Mer <a href=/>x</a></details></div>",
        ],
    );
    leaves_open("6cfa84", &["<p aria-hidden=true><a href=/ id=vakt>x</a></p><script>vakt.onfocus = f</script>"]);
    fails("307n5z", &["<button>x <a href=/>y</a></button>", "<p role=tab><input></p>"]);
    passes("307n5z", &["<button>x</button>", "<p role=tab><a>x</a></p>"]);
    fails("akn7bn", &["<iframe tabindex=-1 srcdoc='<button>x</button>'></iframe>"]);
    passes("akn7bn", &["<iframe srcdoc='<button>x</button>'></iframe>"]);
    leaves_out("akn7bn", &["<iframe tabindex=-1 srcdoc='x'></iframe>"]);
    leaves_open("akn7bn", &["<iframe tabindex=-1 src=/karta></iframe>"]);
}

#[test]
fn documents_have_title_language_and_zoom() {
    fails("2779a5", &["<p>x</p>", "<title> </title>", "<svg><title>Karta</title></svg><p>x</p>"]);
    passes("2779a5", &["<title>Hemtjänst</title>"]);
    fails("b5c3f8", &["<p>x</p>", "<html lang=' '>"]);
    passes("b5c3f8", &["<html lang=sv>", "<html lang=swe>"]);
    leaves_out("b5c3f8", &["<svg lang=sv><text>x</text></svg>"]);
    fails("bf051a", &["<html lang=swe>", "<html lang=svenska>"]);
    passes("bf051a", &["<html lang=sv-SE>"]);
    leaves_out("bf051a", &["<p>x</p>"]);
    fails("de46e4", &["<p lang=finska>Hei</p>"]);
    passes("de46e4", &["<p lang=fi>Hei</p>", "<div lang=finska><p lang=fi>Hei</p></div>"]);
    leaves_out("de46e4", &["<p lang=finska></p>", "<p lang=finska hidden>Hei</p>"]);
    fails("b4f0c3", &["<meta name=viewport content='width=device-width, user-scalable=no'>"]);
    passes("b4f0c3", &["<meta name=viewport content='maximum-scale=5'>"]);
    leaves_out("b4f0c3", &["<meta name=viewport content='width=device-width'>"]);
    fails("bc659a", &["<meta http-equiv=refresh content='10; url=/ny'>"]);
    passes("bc659a", &["<meta http-equiv=refresh content='0; url=/ny'>", "<meta http-equiv=refresh content=90000>"]);
    fails("bisz58", &["<meta http-equiv=refresh content=90000>"]);
    fails("73f2c2", &["<input autocomplete=epost>"]);
    passes("73f2c2", &["<input autocomplete='home tel'>"]);
    leaves_out("73f2c2", &["<input autocomplete=off>", "<input autocomplete=epost hidden>"]);
}

#[test]
fn tables_point_at_themselves() {
    fails("a25f45", &["<table><tr><th id=a>x<tr><td headers=b>1</table>", "<table><tr><td id=a headers=a>1</table>"]);
    passes("a25f45", &["<table><tr><th id=a>x<tr><td headers=a>1</table>"]);
    leaves_out("a25f45", &["<table role=none><tr><td headers=b>1</table>"]);
    let lonely = "<table><tr><th>Tid<th>Avgift<tr><td>1<tr><td>2</table>";
    assert_eq!(outcomes("d0f69e", lonely), [Outcome::Passed, Outcome::Failed]);
    let spanned = "<table><tr><th>Tid<th>Avgift<tr><td colspan=2>1</table>";
    assert_eq!(outcomes("d0f69e", spanned), [Outcome::Passed, Outcome::Passed]);
    let rows = "<table><tr><th>Tid<td>1<tr><th>Avgift<td>2</table>";
    assert_eq!(outcomes("d0f69e", rows), [Outcome::Passed, Outcome::Passed]);
    leaves_open("d0f69e", &["<table><tr><th>Tid</table><script>fyll()</script>"]);
}

#[test]
fn locked_text_spacing_is_wide_enough() {
    fails("24afc2", &["<p style='letter-spacing:0.1em!important'>Text</p>"]);
    passes("24afc2", &["<p style='letter-spacing:2px!important'>Text</p>"]);
    leaves_out("24afc2", &["<p style='letter-spacing:0.1em'>Text</p>", "<p style='letter-spacing:0!important'></p>"]);
    fails("9e45ec", &["<p style='word-spacing:normal !important'>Text</p>"]);
    passes("9e45ec", &["<div style='word-spacing:2px!important'><p style='font-size:10px'>Text</p></div>"]);
    leaves_open("9e45ec", &["<p style='word-spacing:calc(1em - 2px) !important'>Text</p>"]);
    fails("78fd32", &["<p style='line-height:1.2 !important'>En rad<br>och en till</p>"]);
    leaves_open("78fd32", &["<p style='line-height:1.2 !important'>Kort text</p>"]);
    passes("78fd32", &["<p style='line-height:1.6 !important'>Kort text</p>"]);
}

#[test]
fn content_does_not_turn_with_the_screen() {
    let page = |css: &str| format!("<style>@media (orientation: portrait) {{ body {{ {css} }} }}</style><body>Text");
    fails("b33eff", &[&page("transform: rotate(90deg)"), &page("rotate: -90deg")]);
    passes("b33eff", &[&page("transform: rotate(180deg)")]);
    leaves_out("b33eff", &[&page("transform: scale(2)"), "<p>Text</p>"]);
}

#[test]
fn a_declarative_shadow_root_stands_in_its_hosts_place() {
    passes("bc4a75", &["<div role=list><template shadowrootmode=open><p role=listitem>x</p></template></div>"]);
}
