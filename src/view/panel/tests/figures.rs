use super::*;
use crate::view::panel::figures::figures;

#[test]
fn sources_that_quote_the_same_of_a_figure_are_said_to() {
    let report = |source: &str, said_by: &str| {
        format!(
            r#"{{"source":"{source}","excerpt":"over 5,500","value":5500,"said_by":"{said_by}"}}"#
        )
    };
    let said = |reports: [String; 3]| {
        let feed = format!(
            r#"{{"type":"FeatureCollection","features":[],"sources":{{"a":{{"name":"Agency A"}},"b":{{"name":"Agency B"}}}},
                "figures":[{{"label":"Killed in 2024","reports":[{}]}}]}}"#,
            reports.join(",")
        );
        let map = Harness::new(&feed);
        written(|m| figures(m, &map.state, false)).texts(".panel-voice")
    };
    let both = said([report("a", "the UN"), report("b", "the UN"), report("c", "the police")]);
    assert_eq!(
        both,
        ["Agency A; Agency B quote the same: the UN. They are not independent of each other."]
    );
    assert!(said([report("a", "the UN"), report("a", "the UN"), report("b", "")]).is_empty());
}
