//! `cargo xtask fallback`: what readers see where no script runs, as HTML and SVG.
//!
//! Options, with the values of the element's attributes: `--lang`, `--start`, `--end`, `--center`, `--zoom`, `--timezone`,
//! `--attribution`, `--basemap none`, and `--time-property` with the others that name properties. Of its own: `--size 400x360` of the map in CSS pixels, `--heading 2` the level of the headings, `--id`
//! what anchors begin with (else the name of the feed's file), `--page` for a whole page, `--svg` for the map alone, `--out`
//! the file to write.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use incident_map::basemap::{Basemap, BasemapPart};
use incident_map::camera::Viewport;
use incident_map::geo::LngLat;
use incident_map::paint::{self, Place, Request};
use incident_map::settings::{BasemapKind, Settings};
use incident_map::state::State;
use incident_map::text::Words;
use incident_map::tiles::Tile;
use incident_map::time::AskedWindow;
use incident_map::view::status::error_message;

use crate::shell::root;

/// What a page says in the place where its fallback is written: with `heading=3` before the end of the comment, the
/// headings begin at that level.
const PLACE: &str = "<!-- fallback";

/// What is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Fragment,
    Page,
    Picture,
}

/// What is to be seen of which feed.
#[derive(Clone, Debug)]
struct Choice {
    feed: PathBuf,
    form: Form,
    out: Option<PathBuf>,
    settings: Settings,
    start: Option<String>,
    end: Option<String>,
    center: Option<LngLat>,
    zoom: Option<f64>,
    size: Viewport,
    place: Place,
}

impl Choice {
    fn of(feed: &Path) -> Self {
        let name = feed.file_stem().unwrap_or_default().to_string_lossy();
        let plain = |one: char| if one.is_ascii_alphanumeric() { one } else { '-' };
        Self {
            feed: feed.to_owned(),
            form: Form::default(),
            out: None,
            settings: Settings { lang: "en".to_owned(), ..Settings::default() },
            start: None,
            end: None,
            center: None,
            zoom: None,
            size: Viewport { width: 400.0, height: 360.0 },
            place: Place { heading: 2, anchor: name.chars().map(plain).collect() },
        }
    }

    /// Takes an option or an attribute; whether it is one.
    fn set(&mut self, name: &str, value: &str) -> Result<bool> {
        let said = || format!("{name} {value}");
        let some = || Some(value.to_owned());
        let settings = &mut self.settings;
        match name {
            "lang" => settings.lang = value.to_owned(),
            "start" => self.start = some(),
            "end" => self.end = some(),
            "timezone" => settings.timezone = some(),
            "attribution" => settings.attribution = some(),
            // Those of a page's own are elsewhere, and may not be there.
            "basemap" if value != "auto" => settings.basemap = BasemapKind::None,
            "basemap" => {}
            "time-property" => settings.read.time_property = some(),
            "end-property" => settings.read.end_property = some(),
            "title-property" => settings.read.title_property = some(),
            "text-property" => settings.read.text_property = some(),
            "category-property" => settings.read.category_property = some(),
            "link-property" => settings.read.link_property = some(),
            "zoom" => self.zoom = Some(value.parse().with_context(said)?),
            "center" => {
                let (lng, lat) = value.split_once(',').with_context(said)?;
                let number = |text: &str| text.trim().parse::<f64>().with_context(said);
                self.center = Some(LngLat { lng: number(lng)?, lat: number(lat)? });
            }
            "size" => {
                let (width, height) = value.split_once('x').with_context(said)?;
                let number = |text: &str| text.parse::<u16>().map(f64::from).with_context(said);
                self.size = Viewport { width: number(width)?, height: number(height)? };
            }
            "heading" => self.place.heading = value.parse().with_context(said)?,
            "id" => self.place.anchor = value.to_owned(),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Makes what the options ask for, and writes it into a file or to the terminal.
///
/// # Errors
/// When an option is none, the feed can't be read, or the file not be written.
pub fn run(feed: &str, options: &[&str]) -> Result<()> {
    let mut choice = Choice::of(Path::new(feed));
    let mut options = options.iter();
    while let Some(option) = options.next() {
        let name = option.strip_prefix("--").unwrap_or(option);
        match name {
            "page" => choice.form = Form::Page,
            "svg" => choice.form = Form::Picture,
            _ => {
                let value = options.next().with_context(|| format!("{option} needs a value"))?;
                if name == "out" {
                    choice.out = Some(PathBuf::from(value));
                } else if !choice.set(name, value)? {
                    bail!("fallback knows no {option}");
                }
            }
        }
    }
    let written = make(&choice)?;
    match &choice.out {
        Some(file) => {
            fs::write(file, written).with_context(|| format!("cannot write {}", file.display()))
        }
        None => Ok(std::io::stdout().write_all(written.as_bytes())?),
    }
}

/// Writes the fallback of each map into a page, where it has a place for it.
///
/// # Errors
/// When a feed of the page, looked for below `folder`, can't be read.
pub fn fill(page: &str, folder: &Path) -> Result<String> {
    let mut filled = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(PLACE) {
        let (options, after) = after.split_once("-->").context("a comment without an end")?;
        let (_, tag) = before.rsplit_once("<incident-map").context("a fallback without a map")?;
        filled.push_str(before);
        filled.push_str(&make(&choice_of(tag, options, folder)?)?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// What the attributes of an element ask for, and the options of its comment.
fn choice_of(tag: &str, options: &str, folder: &Path) -> Result<Choice> {
    let mut pieces = tag.split('"');
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    while let (Some(name), Some(value)) = (pieces.next(), pieces.next()) {
        attributes.push((name.trim().trim_end_matches('='), value));
    }
    attributes.extend(options.split_whitespace().filter_map(|option| option.split_once('=')));
    let src = attributes.iter().find(|(name, _)| *name == "src").context("a map without src")?.1;
    let mut choice = Choice::of(&folder.join(src));
    for (name, value) in attributes {
        choice.set(name, value)?;
    }
    Ok(choice)
}

fn make(choice: &Choice) -> Result<String> {
    let feed = &choice.feed;
    let bytes = fs::read(feed).with_context(|| format!("cannot read {}", feed.display()))?;
    let words = words(&choice.settings.lang)?;
    let request = Request {
        settings: choice.settings.clone(),
        words: words.clone(),
        viewport: choice.size,
        window: AskedWindow::between(choice.start.as_deref(), choice.end.as_deref()),
        center: choice.center,
        zoom: choice.zoom,
        basemap: &basemap,
    };
    let read = paint::read(&bytes, request);
    let mut state: State = read.map_err(|error| {
        anyhow::anyhow!("{}: {}", feed.display(), error_message(&words, &error))
    })?;
    Ok(match choice.form {
        Form::Fragment => paint::fragment(&mut state, &choice.place),
        Form::Page => paint::page(&mut state, &choice.place.anchor),
        Form::Picture => paint::picture(&state),
    })
}

/// The words of a language, else of its primary language, else English.
fn words(lang: &str) -> Result<Words> {
    let primary = lang.split('-').next().unwrap_or(lang);
    let files = [lang, primary, "en"]
        .map(|tag| root().join(format!("src/text/{}.json", tag.to_lowercase())));
    let file = files.iter().find(|file| file.is_file()).context("there are no words")?;
    Words::parse(&fs::read_to_string(file)?).with_context(|| format!("{}", file.display()))
}

fn basemap(part: BasemapPart) -> Option<Basemap> {
    let name = match part {
        BasemapPart::World => "world".to_owned(),
        BasemapPart::Hispaniola => "hispaniola".to_owned(),
        BasemapPart::Region(Tile { zoom, x, y }) => format!("regions/{zoom}-{x}-{y}"),
        BasemapPart::Own => return None,
    };
    let bytes = fs::read(root().join(format!("data/basemap/{name}.json"))).ok()?;
    Basemap::read(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_map_of_a_page_gets_its_own() -> Result<()> {
        let page = "<h1>A &amp; B</h1><incident-map src=\"data/haiti-2025.geojson\" lang=\"fr\" start=\"2025-03-18\" \
            end=\"2025-03-30\"> <!-- fallback heading=3 --> </incident-map><incident-map src=\"x\"><p>Own</p></incident-map>";
        let filled = fill(page, &root())?;
        assert!(
            filled.starts_with("<h1>A &amp; B</h1><incident-map src=\"data/haiti-2025.geojson\"")
        );
        assert!(
            filled.ends_with(
                "</div> </incident-map><incident-map src=\"x\"><p>Own</p></incident-map>"
            )
        );
        assert!(filled.contains("<h3>3 des 8 incidents") && !filled.contains("<!--"));
        Ok(())
    }

    #[test]
    fn what_is_no_option_is_said() {
        let error =
            run("data/haiti-2025.geojson", &["--langue", "fr"]).map_err(|error| error.to_string());
        assert_eq!(error, Err("fallback knows no --langue".to_owned()));
    }
}
