//! Looking into markup, for tests: elements by tag (`li`), class (`.panel-row`) or attribute (`[hidden]`,
//! `[data-action=open]`).

use super::{Kind, Markup};

impl Markup {
    /// All of its text.
    pub fn said(&self) -> String {
        let texts = self.parts.iter().filter(|part| part.kind == Kind::Text);
        texts.map(|part| self.text_of(*part)).collect()
    }

    /// The elements that fit, each with all that is in it.
    pub fn all(&self, selector: &str) -> Vec<Markup> {
        let elements = (0..self.parts.len() as u32)
            .filter(|&at| self.part(at).kind == Kind::Element && self.fits(at, selector));
        elements.map(|at| self.cut(at)).collect()
    }

    /// The only element that fits, if there is one.
    pub fn one(&self, selector: &str) -> Option<Markup> {
        let mut all = self.all(selector);
        assert!(all.len() < 2, "{} of {selector}", all.len());
        all.pop()
    }

    /// What the elements that fit say, each as one text.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(Markup::said).collect()
    }

    /// What the only element that fits says.
    pub fn text_in(&self, selector: &str) -> Option<String> {
        self.one(selector).as_ref().map(Markup::said)
    }

    /// An attribute of the first element.
    pub fn get(&self, name: &str) -> Option<&str> {
        let own = self.attributes(0).map(|at| self.part(at)).find(|part| part.name == name);
        own.map(|part| self.text_of(part))
    }

    /// Whether it is hidden itself.
    pub fn is_hidden(&self) -> bool {
        self.get("hidden").is_some()
    }

    fn fits(&self, at: u32, selector: &str) -> bool {
        let value = |name: &str| {
            let part = self.attributes(at).map(|at| self.part(at)).find(|part| part.name == name);
            part.map(|part| self.text_of(part))
        };
        if let Some(class) = selector.strip_prefix('.') {
            return value("class")
                .is_some_and(|classes| classes.split(' ').any(|one| one == class));
        }
        if let Some(attribute) = selector.strip_prefix('[') {
            let attribute = attribute.trim_end_matches(']');
            return match attribute.split_once('=') {
                Some((name, wanted)) => value(name) == Some(wanted),
                None => value(attribute).is_some(),
            };
        }
        self.part(at).name == selector
    }

    fn cut(&self, at: u32) -> Markup {
        let end = (at + self.part(at).size) as usize;
        Markup {
            parts: self.parts[at as usize..end].to_vec(),
            text: self.text.clone(),
            ..Markup::default()
        }
    }
}
