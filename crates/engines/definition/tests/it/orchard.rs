//! The definitions of the demo organisation: they are what people see first, so they have no problems at all.

use std::path::Path;

use definition::{Kind, Limits};

#[test]
fn the_demo_definitions_read_perfectly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/orchard");
    let mut found = 0;
    for area in std::fs::read_dir(folder).unwrap() {
        let area = area.unwrap().path();
        for file in std::fs::read_dir(&area).into_iter().flatten() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let kind = match name.split_once('.').map(|(_, ending)| ending) {
                Some("openapi.yaml") => Kind::Openapi,
                Some("asyncapi.yaml") => Kind::Asyncapi,
                Some("graphql") => Kind::Graphql,
                Some("proto") => Kind::Protobuf,
                _ => continue,
            };
            let read = definition::read(kind, &std::fs::read_to_string(&path).unwrap(), &Limits::default());
            assert_eq!((read.kind, read.problems.as_slice()), (kind, &[][..]), "{name}");
            assert!(read.counts.operations > 0, "{name}: {:?}", read.counts);
            found += 1;
        }
    }
    assert!(found >= 9, "only {found} definitions found");
}
