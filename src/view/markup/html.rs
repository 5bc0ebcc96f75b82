//! Markup as HTML: what a page shows where no script runs. Without elements that have no end it is XML as well.

use super::{Kind, Markup};

/// Elements that hold nothing, and have no end.
const VOID: [&str; 3] = ["img", "input", "meta"];

impl Markup {
    /// The same as HTML, every text escaped; a graphic is a file of its own as well.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut html = String::new();
        let mut at = 0;
        while at < self.parts.len() as u32 {
            self.write_html(at, &mut html);
            at += self.part(at).size;
        }
        html
    }

    fn write_html(&self, at: u32, html: &mut String) {
        let part = self.part(at);
        if part.kind == Kind::Text {
            return escape(self.text_of(part), html);
        }
        html.extend(["<", part.name]);
        self.write_attributes(at, html);
        html.push('>');
        self.children(at).into_iter().for_each(|child| self.write_html(child, html));
        if !VOID.contains(&part.name) {
            html.extend(["</", part.name, ">"]);
        }
    }

    fn write_attributes(&self, at: u32, html: &mut String) {
        let mut style = String::new();
        for part in self.attributes(at).map(|at| self.part(at)) {
            let text = self.text_of(part);
            if part.kind == Kind::Style {
                style.extend([part.name, ": ", text, "; "]);
                continue;
            }
            html.extend([" ", part.name, "=\""]);
            escape(text, html);
            html.push('"');
        }
        if !style.is_empty() {
            html.push_str(" style=\"");
            escape(style.trim_end(), html);
            html.push('"');
        }
    }
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            // They are in no document, nor is there a way to write them.
            '\0'..'\t' | '\x0b' | '\x0c' | '\x0e'..' ' | '\u{fffe}' | '\u{ffff}' => {
                html.push('\u{fffd}');
            }
            _ => html.push(letter),
        }
    }
}
