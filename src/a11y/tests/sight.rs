//! Contrast, clipped and scrolled boxes, focus.

use super::{fails, leaves_open, leaves_out, outcomes, passes};
use crate::domain::Outcome;

#[test]
fn contrast_is_counted_where_the_page_settles_the_colours() {
    fails(
        "afw4f7",
        &[
            "<p style='color:#777'>Text</p>",
            "<style>.a{color:#fff}</style><div style='background:#1e90ff'><p class=a>Text</p></div>",
            "<p style='color:rgba(0,0,0,.4);background:#fff'>Text</p>",
            "<div style='opacity:.5'><p style='color:#444'>Text</p></div>",
            "<p style='background:#555'>Text <!-- black on grey --></p>",
            "<table bgcolor=#555555><tr><td>Text</table>",
            "<style>a:link{color:#9ab}</style><a href=/>Text</a>",
            "<p style='color:#999;font-size:18px'>Text</p>",
            "<p style='color:#888;font:italic 12px/1 serif'>Text</p>",
            "<p style='--x:1;color:hsl(0 0% 60%)'>Text</p>",
        ],
    );
    passes(
        "afw4f7",
        &[
            "<p>Text</p>",
            "<a href=/>Text</a>",
            "<button>Text</button>",
            "<p style='color:#888;font-size:24px'>Text</p>",
            "<p style='color:#888;font:bold 14pt serif'>Text</p>",
            "<div style='color:#fff;background:#000'><p>Text</p></div>",
            "<style>p{color:#777 !important} p{color:#000}</style><p style='color:#333 !important'>Text</p>",
            "<p style='color:#fff;background:linear-gradient(#000,#333) #111'>Text</p>",
            "<div style='color:#999'><p style='color:initial'>Text</p></div>",
        ],
    );
    leaves_open(
        "afw4f7",
        &[
            "<p style='color:#777;background:url(a.png)'>Text</p>",
            "<p style='color:var(--grey)'>Text</p>",
            "<p style='color:#777;position:absolute'>Text</p>",
            "<p style='color:#777;mix-blend-mode:difference'>Text</p>",
            "<p style='color:#777;text-shadow:#000 0 0 2px'>Text</p>",
            "<p style='color:transparent;background:#777;background-clip:text'>Text</p>",
            "<link rel=stylesheet href=a.css><p style='color:#777'>Text</p>",
            "<link rel=stylesheet href=a.css><p>Text</p>",
        ],
    );
    leaves_out(
        "afw4f7",
        &[
            "<p style='color:#999'>— * —</p>",
            "<p style='color:#fff'>Text</p>",
            "<p hidden style='color:#999'>Text</p>",
            "<p style='color:#999;opacity:0'>Text</p>",
            "<button disabled style='color:#999'>Text</button>",
            "<fieldset disabled><p style='color:#999'>Text</p></fieldset>",
            "<label style='color:#999'>Text <input disabled></label>",
            "<div aria-disabled=true role=button style='color:#999'>Text</div>",
            "<svg><text fill=#999>Text</text></svg>",
        ],
    );
    fails("09o5cg", &["<p style='color:#666'>Text</p>", "<p style='color:#777;background:url(a.png)'>Text</p>"]);
    passes("09o5cg", &["<p style='color:#555'>Text</p>", "<p style='color:#666;font-size:30px'>Text</p>"]);
}

#[test]
fn colours_of_the_element_itself_hold_under_style_sheets_that_were_not_read() {
    let sheet = "<link rel=stylesheet href=a.css>";
    let pale = format!("{sheet}<p style='color:#ccc;background:#fff'>Text</p>");
    fails("afw4f7", &[&pale]);
    let middling = format!("{sheet}<p style='color:#888;background:#fff'>Text</p>");
    leaves_open("afw4f7", &[&middling]);
    let many = format!("{sheet}{}", "<p>Text</p>".repeat(50));
    assert_eq!(outcomes("afw4f7", &many), [Outcome::CantTell], "one open question, not fifty");
}

#[test]
fn what_lies_under_something_moved_is_on_unknown_ground() {
    let page = "<div><img src=a.png alt='' style='position:absolute;left:0'><p style='color:#777'>Text</p></div>";
    leaves_open("afw4f7", &[page]);
    let own = "<div><i style='position:absolute'></i><p style='color:#999;background:#fff'>Text</p></div>";
    fails("afw4f7", &[own]);
}

#[test]
fn text_that_does_not_fit_is_cut() {
    let long = "Du kan få hjälp hemma om du är äldre och inte klarar allt på egen hand längre. ".repeat(3);
    let page = |style: &str| format!("<div style='{style}'>{long}</div>");
    fails(
        "59br37",
        &[
            &page("overflow:hidden;height:40px"),
            &page("overflow-y:clip;max-height:1.5em;font-size:14px"),
            &page("overflow:hidden;white-space:nowrap;width:200px"),
        ],
    );
    passes(
        "59br37",
        &[
            &page("overflow:hidden"),
            &page("overflow:hidden;height:16px;line-height:16px"),
            &page("overflow:hidden;white-space:nowrap;text-overflow:ellipsis"),
            "<div style='overflow:hidden;height:40px'>Kort text</div>",
        ],
    );
    leaves_out("59br37", &[&page("height:40px"), &page("overflow:hidden;height:40px;display:none")]);
    leaves_open("59br37", &[&format!("<link rel=stylesheet href=a.css>{}", page("overflow:hidden;height:40px"))]);
}

#[test]
fn boxes_that_scroll_are_reached_by_key() {
    let long = "Du kan få hjälp hemma om du är äldre och inte klarar allt på egen hand längre. ".repeat(20);
    let page = |style: &str, more: &str| format!("<div style='{style}' {more}>{long}</div>");
    fails("0ssw9k", &[&page("overflow:auto;height:100px;width:300px", "")]);
    passes("0ssw9k", &[&page("overflow:auto;height:100px;width:300px", "tabindex=0")]);
    leaves_open("0ssw9k", &["<div style='overflow:auto;height:100px'>Några ord</div>"]);
    leaves_out("0ssw9k", &[&page("height:100px", ""), "<div style='overflow:auto'>Några ord</div>"]);
}

#[test]
fn focus_is_shown_where_nothing_takes_the_ring_away() {
    let page = |css: &str| format!("<style>{css}</style><a href=/>Hem</a>");
    fails(
        "oj04fd",
        &[&page("a{outline:none}"), &page("a:focus{outline:0}"), &page("a{outline:none} a:focus{outline:none}")],
    );
    passes(
        "oj04fd",
        &[
            "<a href=/>Hem</a>",
            &page("a:focus{outline:none;background:yellow}"),
            &page("a{outline:none} a:focus-visible{outline:2px solid}"),
            &page("a:hover{outline:none}"),
        ],
    );
    leaves_open(
        "oj04fd",
        &["<link rel=stylesheet href=a.css><a href=/>Hem</a>", "<script>f()</script><a href=/>Hem</a>"],
    );
    leaves_out("oj04fd", &["<p>Hem</p>", "<a href=/ tabindex=-1>Hem</a>"]);
    fails("80af7b", &["<button onblur='this.focus()'>Skicka</button>"]);
    leaves_out(
        "80af7b",
        &["<button onblur='spara()'>Skicka</button>", "<button disabled onblur='this.focus()'>x</button>"],
    );
}
