//! Words without what spelling may vary: case, accents, hyphens, quotation marks.

use std::ops::Range;

/// Words without what spelling may vary, the final full stop included, one space apart.
#[must_use]
pub fn fold(text: &str) -> String {
    let folded = Folded::new(text.trim().trim_end_matches('.')).text;
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Folds a text, and whatever stands between its words, into a buffer that is emptied before. A quick way to find out
/// that a word is not in it.
pub fn fold_into(folded: &mut Vec<u8>, text: &str) {
    folded.clear();
    let (bytes, mut at) = (text.as_bytes(), 0);
    while let Some(&byte) = bytes.get(at) {
        match ASCII.get(usize::from(byte)) {
            Some(&letter) => {
                at += 1;
                if letter != 0 {
                    folded.push(letter);
                }
            }
            None => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return };
                at += c.len_utf8();
                if let Some(letter) = letter(c) {
                    folded.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
        }
    }
}

/// What stands for the letters of ASCII, which most of a feed is made of; 0 for what makes no difference.
const ASCII: [u8; 128] = {
    let mut letters = [0; 128];
    let mut at = 0;
    while at < 128 {
        letters[at] = match at as u8 {
            b'-' | b'_' | b'\t'..=b'\r' => b' ',
            b'\'' | b'"' => 0,
            letter => letter.to_ascii_lowercase(),
        };
        at += 1;
    }
    letters
};

/// What stands for a letter; none for what makes no difference.
fn letter(c: char) -> Option<char> {
    if let Some(&letter) = ASCII.get(c as usize) {
        return (letter != 0).then_some(letter.into());
    }
    match small_letter(c) {
        '\u{2010}'..='\u{2014}' => Some(' '),
        '\u{2018}'..='\u{201f}' | '«' | '»' => None,
        // An accent that stands behind its letter.
        '\u{300}'..='\u{36f}' => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(base_letter(c)),
    }
}

/// A text in which words are looked for, however it spells them, and where in it they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folded {
    text: String,
    /// By the bytes of `text`: where the letter stands that they come from; at last, where the text ends.
    origins: Vec<u32>,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(text.len()), origins: Vec::new() };
        for (at, c) in text.char_indices() {
            let Some(letter) = letter(c) else { continue };
            folded.text.push(letter);
            folded.origins.resize(folded.text.len(), at as u32);
        }
        folded.origins.push(text.len() as u32);
        folded
    }

    /// Where folded words stand in the text that was folded, in their order; those that touch are one.
    #[must_use]
    pub fn find(&self, words: &[&str]) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for word in words.iter().filter(|word| !word.is_empty()) {
            let places = self.text.match_indices(word).map(|(at, _)| at..at + word.len());
            found.extend(places.map(|place| self.origin(place.start)..self.origin(place.end)));
        }
        found.sort_by_key(|range| range.start);
        found.dedup_by(|next, before| {
            let overlap = next.start <= before.end;
            if overlap {
                before.end = before.end.max(next.end);
            }
            overlap
        });
        found
    }

    fn origin(&self, at: usize) -> usize {
        self.origins.get(at).copied().unwrap_or_default() as usize
    }
}

/// A letter of the Latin, Greek or Cyrillic alphabet in its small form. The standard library knows all
/// of Unicode, in tables that take 4 KB of what a page has to load.
fn small_letter(c: char) -> char {
    let offset = match u32::from(c) {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a9 | 0x410..=0x42f => 32,
        0x400..=0x40f => 80,
        // Latin Extended-A: pairs, of which the capital letter is even here and odd there.
        even @ (0x100..=0x137 | 0x14a..=0x177) => 1 - even % 2,
        odd @ (0x139..=0x148 | 0x179..=0x17e) => odd % 2,
        _ => 0,
    };
    char::from_u32(u32::from(c) + offset).unwrap_or(c)
}

/// The letters of Latin Extended-A, from U+0100 on, without their accents.
const EXTENDED: &[u8; 128] = b"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkk\
    llllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// A small letter of Latin-1 or Latin Extended-A without its accent.
fn base_letter(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        '\u{100}'..='\u{17f}' => EXTENDED[u32::from(c) as usize - 0x100].into(),
        c => c,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn marked(text: &str, words: &[&str]) -> Vec<String> {
        let places = Folded::new(text).find(words);
        places.into_iter().map(|place| text[place].to_owned()).collect()
    }

    #[test]
    fn words_are_found_however_they_are_spelled() {
        assert_eq!(marked("At Pont-Sondé, in the Pont Sonde area", &["pont", "sonde"]).len(), 4);
        assert_eq!(marked("Ségur\u{2019}s", &["segurs"]), ["Ségur\u{2019}s"]);
        assert_eq!(marked("Se\u{301}gur", &["segur"]), ["Se\u{301}gur"]);
        assert_eq!(marked("ŁÓDŹ ŞIRNAK Œuvre", &["lodz", "sirnak"]), ["ŁÓDŹ", "ŞIRNAK"]);
        assert_eq!(marked("aaa", &["aa", "a"]), ["aaa"]);
        assert!(marked("", &["", "a"]).is_empty());
    }

    #[test]
    fn what_is_folded_at_once_is_what_is_folded_letter_by_letter() {
        let text: String = ('\0'..'\u{2100}').chain(['\u{10ffff}']).collect();
        let mut folded = Vec::new();
        fold_into(&mut folded, &text);
        assert_eq!(
            String::from_utf8(folded).unwrap(),
            text.chars().filter_map(letter).collect::<String>()
        );
    }

    #[test]
    fn every_letter_of_latin_extended_a_has_a_base() {
        let letters = "āĂćĎđĘěğĦıĲĵķĸłŀńŉŋŐœřŞťŧųŴŷźſ";
        assert_eq!(fold(letters), "aacddeeghiijkkllnnnoorsttuwyzs");
    }
}
