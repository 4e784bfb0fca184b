//! WordPress with the theme Municipio: the side menu stands inside `main`, contact cards show a number only as a link's
//! address, details are collapsed, the date is a signature after the article.

use super::{Contact, Item, Piece, View, escape, in_words};

/// A page.
pub(super) fn page(view: &View<'_>) -> String {
    let kommun = view.kommun;
    let contacts = view.contacts.iter().map(|contact| card(contact)).collect::<Vec<_>>().concat();
    let contacts = if contacts.is_empty() {
        contacts
    } else {
        format!("<aside class=\"o-grid-4\" aria-label=\"Kontakt\">{contacts}</aside>\n")
    };
    let side = if view.side.is_empty() {
        String::new()
    } else {
        format!(
            "<nav id=\"menu-sidebar\" class=\"c-nav c-nav--sidebar\" aria-label=\"Undermeny\">{}</nav>\n",
            view.nested(" class=\"c-nav__list\"", " class=\"c-nav__item\"")
        )
    };
    let crumbs = view.crumbs.iter().map(|c| format!("<li>{}</li>", c.link(""))).collect::<Vec<_>>().concat();
    let crumbs = if view.is_start() {
        String::new()
    } else {
        format!(
            "<nav class=\"c-breadcrumb\" aria-label=\"Brödsmulor\"><span>Du är här: </span><ol><li><a href=\"/\">Hem</a></li>\
             {crumbs}<li aria-current=\"page\">{}</li></ol></nav>\n",
            escape(&view.page.head.title)
        )
    };
    let signature = if view.updated.is_empty() {
        String::new()
    } else {
        format!(
            "<div class=\"c-signature\"><span>Uppdaterad: <time datetime=\"{}\">{}</time></span></div>\n",
            view.updated,
            in_words(view.updated)
        )
    };
    let statement =
        view.statement.as_ref().map(|url| format!("<li><a href=\"{url}\">Tillgänglighetsredogörelse</a></li>"));
    let moddate = if view.updated.is_empty() {
        String::new()
    } else {
        format!("<meta name=\"moddate\" content=\"{}\">\n", view.updated)
    };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"{viewport}\">\n{description}{moddate}\
         <link rel=\"canonical\" href=\"http://{host}{address}\">\n\
         <link rel=\"stylesheet\" href=\"/wp-content/themes/municipio/assets/dist/css/styleguide.css\">\n</head>\n\
         <body class=\"wp-theme-municipio\">\n<div class=\"site-wrapper\">\n<a class=\"u-sr__only\" href=\"#article\">Hoppa \
         till innehåll</a>\n<header id=\"site-header\"><a class=\"c-logotype\" href=\"/\">{name} kommun</a>\n\
         <form role=\"search\" action=\"/\"><label for=\"s\">Vad letar du efter?</label> <input id=\"s\" type=\"search\" \
         name=\"s\"><button type=\"submit\">Sök</button></form>\n\
         <nav class=\"c-nav c-nav--mega\" aria-label=\"Huvudmeny\">{menu}</nav></header>\n\
         <main id=\"main-content\">\n{crumbs}{side}<article id=\"article\" class=\"c-article\">\n\
         <h1 id=\"page-title\">{heading}</h1>\n{listen}{body}{children}</article>\n{contacts}{signature}</main>\n\
         <footer id=\"site-footer\"><p>{name} kommun, {visit}. Växel <a href=\"tel:{digits}\">{switchboard}</a>, e-post \
         <a href=\"mailto:{mail}\">{mail}</a></p><p>{footer}</p><ul>{statement}</ul></footer>\n\
         <div class=\"c-notice\" role=\"dialog\" aria-label=\"Kakor\"><p>Den här webbplatsen använder kakor.</p>\
         <button type=\"button\">Godkänn</button></div>\n</div>\n</body>\n</html>\n",
        lang = view.lang(),
        viewport = view.viewport(),
        title = escape(&view.document_title()),
        description = view.description(),
        host = view.host,
        address = view.address,
        name = escape(&kommun.name),
        menu = view.mega_menu(" class=\"c-nav__list\""),
        heading = escape(&view.page.head.title),
        listen = listen(view),
        body = body(view),
        children = children(view),
        visit = escape(&kommun.visit),
        digits = digits(&kommun.switchboard),
        switchboard = escape(&kommun.switchboard),
        mail = escape(&kommun.mail),
        footer = escape(&kommun.footer),
        statement = statement.unwrap_or_default(),
    )
}

fn body(view: &View<'_>) -> String {
    let mut out = Vec::new();
    for piece in &view.pieces {
        match piece {
            Piece::Html(html) => out.push(html.clone()),
            Piece::Expand(title, html) => out.push(format!(
                "<div class=\"c-accordion\"><details><summary><span role=\"heading\" aria-level=\"3\">{}</span></summary>\
                 <div class=\"c-accordion__content\">{html}</div></details></div>\n",
                escape(title)
            )),
            Piece::Contact(id) => out.extend(view.contact(id).map(card)),
            Piece::Form(title) => out.push(form(title)),
            Piece::ScriptList(title, items) => out.push(view.script_list(title, items)),
        }
    }
    out.concat()
}

fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// The card says "Ring" and "E-post"; the number and the address stand in `href` and `data-tooltip`.
fn card(contact: &Contact) -> String {
    let mut out = vec![format!(
        "<div class=\"c-card c-card--contact\" itemscope itemtype=\"http://schema.org/Person\"><h2 class=\"c-card__heading\" \
         itemprop=\"name\">{}</h2>\n",
        escape(&contact.name)
    )];
    if !contact.role.is_empty() {
        out.push(format!("<p itemprop=\"jobTitle\">{}</p>\n", escape(&contact.role)));
    }
    if !contact.phone.is_empty() {
        out.push(format!(
            "<p><a class=\"c-button\" href=\"tel:{}\" data-tooltip=\"{}\">Ring</a></p>\n",
            digits(&contact.phone),
            escape(&contact.phone)
        ));
    }
    if !contact.mail.is_empty() {
        out.push(format!(
            "<p><a class=\"c-button\" href=\"mailto:{0}\" data-tooltip=\"{0}\">E-post</a></p>\n",
            escape(&contact.mail)
        ));
    }
    if !contact.hours.is_empty() {
        out.push(format!("<p>Telefontid: {}</p>\n", escape(&contact.hours)));
    }
    for address in [&contact.visit, &contact.post] {
        if !address.is_empty() {
            out.push(format!("<details><summary>Adress</summary><p>{}</p></details>\n", escape(address)));
        }
    }
    out.push("</div>\n".to_owned());
    out.concat()
}

fn form(title: &str) -> String {
    format!(
        "<form class=\"c-form\" method=\"post\" action=\"\"><h2>{}</h2>\n\
         <p><label for=\"mod-namn\">Namn</label> <input id=\"mod-namn\" type=\"text\" name=\"namn\"></p>\n\
         <p><label for=\"mod-text\">Ditt meddelande</label> <textarea id=\"mod-text\" name=\"meddelande\"></textarea></p>\n\
         <p><button type=\"submit\">Skicka meddelandet</button></p></form>\n",
        escape(title)
    )
}

fn children(view: &View<'_>) -> String {
    let row = |item: &Item| {
        let time = item.news.as_ref().map(|day| format!("<time datetime=\"{day}\">{}</time>", in_words(day)));
        let text =
            if item.description.is_empty() { String::new() } else { format!("<p>{}</p>", escape(&item.description)) };
        format!(
            "<div class=\"c-card\"><h2 class=\"c-card__heading\">{}</h2>{}{text}</div>\n",
            item.link(""),
            time.unwrap_or_default()
        )
    };
    view.children.iter().map(row).collect::<Vec<_>>().concat()
}

fn listen(view: &View<'_>) -> String {
    if !view.kommun.listen || view.is_start() {
        return String::new();
    }
    format!(
        "<div id=\"readspeaker_button1\" class=\"rs_skip rsbtn\"><a class=\"rsbtn_play\" \
         href=\"http://{}/lyssna?readid=article\" rel=\"nofollow\">Lyssna</a></div>\n",
        view.host
    )
}
