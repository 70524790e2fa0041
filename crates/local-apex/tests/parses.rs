//! Every program is read without a rest; what is not Apex is refused with its place.

use local_apex::parse;

#[test]
fn what_is_not_apex_is_refused_where_it_stands() {
    let error = parse::anonymous("wrong.apex", "Integer one = 1;\nInteger two = ;\n")
        .expect_err("no value");
    assert_eq!(error.place.line, 2, "{error}");
    assert!(error.to_string().starts_with("wrong.apex:2:"), "{error}");
}

#[test]
fn what_is_not_known_is_named() {
    let source = "Object versions = Package.Version.Request;";
    let error = parse::anonymous("unknown.apex", source).expect_err("not known");
    assert!(error.what.contains("version_expression"), "{error}");
}
