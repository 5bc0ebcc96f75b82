#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Json, parse};

fn numbers() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        numbers(),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 30, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Whether a text is passed over to its end.
fn passes(text: &str) -> bool {
    let mut json = Json::new(text);
    json.skip().and_then(|()| json.end()).is_ok()
}

/// A text is JSON to this reader where it is to `serde_json`, and says the same, but for halves of characters.
fn check(text: &str) -> Result<(), TestCaseError> {
    let ours = parse(text);
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    match serde_json::from_str::<Value>(text) {
        Ok(theirs) => prop_assert_eq!(ours.unwrap(), theirs),
        // Halves of characters are refused by the one only.
        Err(_) if is_json && text.contains("\\u") => {}
        Err(_) => prop_assert!(ours.is_err(), "{} was read as {:?}", text, ours),
    }
    prop_assert_eq!(passes(text), is_json, "{}", text);
    Ok(())
}

proptest! {
    #[test]
    fn a_value_is_read_as_it_was_written(value in values()) {
        prop_assert_eq!(&parse(&value.to_string()).unwrap(), &value);
        prop_assert_eq!(&parse(&serde_json::to_string_pretty(&value).unwrap()).unwrap(), &value);
    }

    /// Cut off, or with a byte in the wrong place.
    #[test]
    fn broken_text_is_refused(value in values(), at in any::<prop::sample::Index>(), with in "[\\[\\]{}:,\"0-9a-z\\\\ .+-]?") {
        let mut chars: Vec<char> = value.to_string().chars().collect();
        let at = at.index(chars.len());
        chars.splice(at..=at, with.chars());
        check(&chars.into_iter().collect::<String>())?;
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}:,\"0-9aeflnrstu\\\\ .+-]{0,20}", any in any::<String>()) {
        check(&text)?;
        check(&any)?;
    }

    #[test]
    fn any_string_is_read_or_refused(text in "\"(\\\\u(d8|dc)?[0-9a-fg]{2,4}|\\\\[\"/bfnrtux\\\\]|[a\u{e9}\u{1f600}\u{7f}\u{1f}])*\"?") {
        check(&text)?;
    }

    #[test]
    fn a_number_is_the_nearest_double(text in "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,25})?([eE][+-]?[0-9]{1,3})?") {
        let nearest: f64 = text.parse().unwrap();
        let read = parse(&text).ok().and_then(|number| number.as_f64());
        prop_assert_eq!(read.map(f64::to_bits), nearest.is_finite().then_some(nearest.to_bits()));
    }

    #[test]
    fn what_is_nearly_a_number_is_read_or_refused(text in "-?[0-9.]{1,3}[0-9.eE+-]{0,20}") {
        check(&text)?;
        check(&["{\"a\":0,\"b\":", &text, ",\"c\":[", &text, "]}"].concat())?;
    }

    /// As feeds write positions: up to all the digits of a double, and one more.
    #[test]
    fn a_coordinate_is_the_nearest_double(whole in -180_i32..180, decimals in "[0-9]{1,18}") {
        let text = format!("{whole}.{decimals}");
        prop_assert_eq!(parse(&text).unwrap().as_f64(), text.parse().ok());
    }
}

#[test]
fn escapes_are_read() {
    let text = r#""\u0041\ud83d\ude00\n\\\"\/ \u00e9\t""#;
    assert_eq!(parse(text).unwrap(), "A\u{1f600}\n\\\"/ \u{e9}\t");
}

#[test]
fn half_a_character_is_read_as_one_that_is_not_known() {
    for (text, read) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""a\ud83dx""#, "a\u{fffd}x"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ude00\ud83d""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83d\ud83d\ude00\n""#, "\u{fffd}\u{1f600}\n"),
        (r#""\\ud83d\ude00\"""#, "\\ud83d\u{fffd}\""),
    ] {
        assert_eq!((parse(text), passes(text)), (Ok(read.into()), true), "{text}");
    }
    assert!(parse(r#""\ud83d\x""#).is_err());
}

#[test]
fn numbers_at_the_edges() {
    assert_eq!(parse("-0").unwrap(), json!(-0.0));
    assert_eq!(parse("18446744073709551615").unwrap(), json!(u64::MAX));
    assert_eq!(parse("18446744073709551616").unwrap(), json!(18446744073709551616.0));
    assert_eq!(parse("-9223372036854775808").unwrap(), json!(i64::MIN));
    assert_eq!(parse("-9223372036854775809").unwrap(), json!(-9223372036854775809.0));
    assert_eq!(
        parse("123456789012345678901234567890").unwrap(),
        json!(123456789012345678901234567890.0)
    );
    assert_eq!(parse("0.1234567890123456789012345").unwrap(), json!(0.123_456_789_012_345_68));
    assert_eq!(parse("1e300").unwrap(), json!(1e300));
    assert_eq!(parse("1e-400").unwrap(), json!(0.0));
    assert_eq!(parse("0e99999999999").unwrap(), json!(0.0));
}

#[test]
fn an_error_says_what_was_expected_and_where() {
    for (text, error) in [
        ("", "expected value at byte 0"),
        ("  ?", "expected value at byte 2"),
        ("[1,]", "expected value at byte 3"),
        ("[ nul]", "expected value at byte 2"),
        ("[1 2]", "expected a comma or a closing bracket at byte 3"),
        ("[1", "expected a comma or a closing bracket at byte 2"),
        ("{1:2}", "expected a string at byte 1"),
        (r#"{"a" 1}"#, "expected a colon at byte 5"),
        (r#"{"a":1,}"#, "expected a string at byte 7"),
        (r#"["a\x"]"#, "expected an escape at byte 4"),
        (r#"["\u12g4"]"#, "expected an escape at byte 6"),
        ("[\"a\nb\"]", "expected no control character in a string at byte 3"),
        ("[\"\\na\nb\"]", "expected no control character in a string at byte 5"),
        (r#"["abc"#, "expected the end of a string at byte 5"),
        (r#"["\n"#, "expected the end of a string at byte 4"),
        ("[-]", "expected a digit at byte 2"),
        ("[1.]", "expected a digit at byte 3"),
        ("[1e+]", "expected a digit at byte 4"),
        ("[01]", "expected a comma or a closing bracket at byte 2"),
        ("[1e999]", "number out of range at byte 6"),
        ("1 1", "expected the end at byte 2"),
    ] {
        assert_eq!(parse(text), Err(error.to_owned()), "{text}");
    }
}

#[test]
fn of_two_members_of_one_name_the_last_counts() {
    assert_eq!(parse(r#"{"a":1,"b":2,"a":3}"#).unwrap(), json!({ "a": 3, "b": 2 }));
}

#[test]
fn a_value_is_not_read_deeper_than_its_limit_but_passed_over() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(128)).is_ok());
    assert!(parse(&nested(129)).is_err());
    assert!(passes(&nested(100_000)));
    assert!(!passes(&"[".repeat(100_000)));
    assert!(!passes(&r#"{"":"#.repeat(100_000)));
}
