use proptest::prelude::*;

use super::*;

/// An element of a document to try edits on: with its own number, by which it is known again.
#[derive(Clone, Debug)]
struct Node {
    number: usize,
    name: &'static str,
    text: String,
    attributes: Vec<(Kind, &'static str, String)>,
    children: Vec<Node>,
}

/// A document that does what is asked of it.
struct Document {
    root: Node,
    made: usize,
}

impl Document {
    fn new() -> Self {
        let root = Node {
            number: 0,
            name: "div",
            text: String::new(),
            attributes: vec![],
            children: vec![],
        };
        Self { root, made: 0 }
    }

    fn build(&mut self, markup: &Markup, at: u32) -> Node {
        self.made += 1;
        let part = markup.part(at);
        let own = |at| {
            let part = markup.part(at);
            (part.kind, part.name, markup.text_of(part).to_owned())
        };
        let mut node = Node {
            number: self.made,
            name: part.name,
            text: if part.kind == Kind::Text {
                markup.text_of(part).to_owned()
            } else {
                String::new()
            },
            attributes: vec![],
            children: vec![],
        };
        if part.kind == Kind::Element {
            node.attributes = markup.attributes(at).map(own).collect();
            node.children =
                markup.children(at).into_iter().map(|child| self.build(markup, child)).collect();
        }
        node
    }

    fn apply(&mut self, edits: &[Edit], old: &Markup, new: &Markup) {
        // Where the hand is: the way to the element, and the child before which it stands.
        let mut way: Vec<usize> = Vec::new();
        let mut at = 0;
        for edit in edits {
            match *edit {
                Edit::Enter => {
                    way.push(at);
                    at = 0;
                }
                Edit::Leave => at = way.pop().unwrap() + 1,
                Edit::Skip(count) => at += count as usize,
                Edit::Create(part) => {
                    let node = self.build(new, part);
                    self.at(&way).children.insert(at, node);
                    at += 1;
                }
                Edit::Remove => drop(self.at(&way).children.remove(at)),
                Edit::Fetch(count) => {
                    let node = self.at(&way).children.remove(at + count as usize);
                    self.at(&way).children.insert(at, node);
                }
                Edit::Write(part) => {
                    self.at(&way).children[at].text = new.text_of(new.part(part)).to_owned();
                    at += 1;
                }
                Edit::Set(part) => {
                    let part = new.part(part);
                    let attributes = &mut self.at(&way).attributes;
                    attributes.retain(|own| (own.0, own.1) != (part.kind, part.name));
                    attributes.push((part.kind, part.name, new.text_of(part).to_owned()));
                }
                Edit::Unset(part) => {
                    let part = old.part(part);
                    self.at(&way).attributes.retain(|own| (own.0, own.1) != (part.kind, part.name));
                }
            }
        }
        assert!(way.is_empty(), "it comes back to where it began");
    }

    fn at(&mut self, way: &[usize]) -> &mut Node {
        way.iter().fold(&mut self.root, |node, &child| &mut node.children[child])
    }
}

/// The same as text, the attributes in the order of their names.
fn shown(node: &Node) -> String {
    let mut attributes = node.attributes.clone();
    attributes.sort_by_key(|(kind, name, _)| (*kind == Kind::Style, *name));
    let children: Vec<String> = node.children.iter().map(shown).collect();
    format!("<{} {attributes:?} {:?} {}>", node.name, node.text, children.join(""))
}

/// The numbers of all elements with an attribute `id`, by its value.
fn numbers(node: &Node) -> Vec<(String, usize)> {
    let own = node.attributes.iter().filter(|(_, name, _)| *name == "id");
    let own: Vec<(String, usize)> = own.map(|(.., id)| (id.clone(), node.number)).collect();
    node.children.iter().flat_map(numbers).chain(own).collect()
}

#[derive(Clone, Debug)]
enum Tree {
    Text(String),
    Element {
        tag: &'static str,
        key: Option<u8>,
        attributes: Vec<(u8, String)>,
        children: Vec<Tree>,
    },
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = "[a-c]{0,2}".prop_map(Tree::Text);
    leaf.prop_recursive(4, 40, 6, |inner| {
        let tag = prop::sample::select(vec!["div", "p", "svg"]);
        let attributes = prop::collection::vec((0..4_u8, "[a-c]{0,2}"), 0..4);
        let key = prop::option::of(0..8_u8);
        (tag, key, attributes, prop::collection::vec(inner, 0..6)).prop_map(
            |(tag, key, attributes, children)| Tree::Element { tag, key, attributes, children },
        )
    })
}

fn markup() -> impl Strategy<Value = Markup> {
    prop::collection::vec(tree(), 0..6).prop_map(|children| {
        let mut markup = Markup::default();
        let root = Tree::Element { tag: "div", key: None, attributes: vec![], children };
        write(&mut markup, &root);
        markup
    })
}

fn write(markup: &mut Markup, tree: &Tree) {
    let Tree::Element { tag, key, attributes, children } = tree else {
        let Tree::Text(text) = tree else { return };
        return markup.text(text);
    };
    let key = key.map_or(String::new(), |key| key.to_string());
    markup.open_keyed(tag, &key);
    for (at, name) in ["id", "class", "hidden"].into_iter().enumerate() {
        if let Some((_, value)) = attributes.iter().find(|(one, _)| usize::from(*one) == at) {
            markup.attribute(name, value);
        }
    }
    if let Some((_, value)) = attributes.iter().find(|(one, _)| *one == 3) {
        markup.style("left", value);
    }
    children.iter().for_each(|child| write(markup, child));
    markup.close();
}

/// A list of keyed rows with their key as `id`.
fn rows(keys: &[u8]) -> Markup {
    let mut markup = Markup::default();
    markup.open("ul");
    for key in keys {
        let key = key.to_string();
        markup.open_keyed("li", &key);
        markup.attribute("id", &key);
        markup.close();
    }
    markup.close();
    markup
}

proptest! {
    #[test]
    fn edits_make_of_one_document_what_building_the_other_makes(markups in prop::collection::vec(markup(), 1..5)) {
        let mut document = Document::new();
        let mut old = Markup::default();
        old.leaf("div", "");
        for new in markups {
            document.apply(&diff(&old, &new), &old, &new);
            let built = Document::new().build(&new, 0);
            prop_assert_eq!(shown(&document.root), shown(&built));
            prop_assert_eq!(diff(&new, &new), []);
            old = new;
        }
    }

    #[test]
    fn a_row_with_a_key_stays_the_same_element_wherever_it_goes(
        before in prop::collection::hash_set(0..12_u8, 0..12), after in prop::collection::hash_set(0..12_u8, 0..12),
    ) {
        let (before, after) = (Vec::from_iter(before), Vec::from_iter(after));
        let (old, new) = (rows(&before), rows(&after));
        let mut document = Document { made: 0, root: Document::new().build(&old, 0) };
        let known = numbers(&document.root);
        document.made = 100;
        document.apply(&diff(&old, &new), &old, &new);
        let now = numbers(&document.root);
        prop_assert_eq!(now.len(), after.len());
        for (id, number) in now {
            match known.iter().find(|(other, _)| *other == id) {
                Some((_, stayed)) => prop_assert_eq!(number, *stayed),
                None => prop_assert!(number > 100),
            }
        }
    }

    #[test]
    fn rows_that_keep_their_order_are_not_moved(
        rows_of in prop::collection::vec((any::<bool>(), any::<bool>()), 0..20),
    ) {
        let of = |which: fn(&(bool, bool)) -> bool| -> Vec<u8> {
            (0..rows_of.len() as u8).filter(|&at| which(&rows_of[usize::from(at)])).collect()
        };
        let edits = diff(&rows(&of(|row| row.0)), &rows(&of(|row| row.1)));
        prop_assert!(!edits.iter().any(|edit| matches!(edit, Edit::Fetch(_))), "{:?}", edits);
        let made = edits.iter().filter(|edit| matches!(edit, Edit::Create(_))).count();
        prop_assert_eq!(made, rows_of.iter().filter(|row| !row.0 && row.1).count());
    }
}

#[test]
fn only_what_is_another_is_written() {
    let slider = |x: &str, text: &str| {
        let mut markup = Markup::default();
        markup.open("div.strip");
        markup.leaf("p", "before");
        markup.open("div.handle");
        markup.attribute("role", "slider");
        markup.style("left", x);
        markup.text(text);
        markup.close();
        markup.leaf("p", "behind");
        markup.close();
        markup
    };
    let edits = diff(&slider("1px", "one"), &slider("2px", "one"));
    assert!(
        matches!(edits[..], [Edit::Skip(1), Edit::Enter, Edit::Set(_), Edit::Leave]),
        "{edits:?}"
    );
    let edits = diff(&slider("1px", "one"), &slider("1px", "two"));
    assert!(
        matches!(edits[..], [Edit::Skip(1), Edit::Enter, Edit::Write(_), Edit::Leave]),
        "{edits:?}"
    );
}

#[test]
fn html_escapes_every_text_and_knows_what_has_no_end() {
    let mut markup = Markup::default();
    markup.open("p");
    markup.attribute("class", "a \"b\"");
    markup.style("left", "1px");
    markup.text("1 < 2 ");
    markup.text("& <script>");
    markup.open("input");
    markup.flag("hidden", true);
    markup.close();
    markup.close();
    assert_eq!(
        markup.to_html(),
        "<p class=\"a &quot;b&quot;\" style=\"left: 1px;\">1 &lt; 2 &amp; &lt;script&gt;<input hidden=\"\"></p>"
    );
}
