//! A file to send. The form around it must be `multipart/form-data`.

use maud::{Markup, html};

use super::{Control, around};

/// `accept` is what the browser offers first, for example `.yaml,.yml`; it does not keep other files out.
pub fn file(control: &Control, accept: &str, multiple: bool) -> Markup {
    around(
        control,
        &html! {
            input.input.file id=(control.name) name=(control.name) type="file" accept=(accept) multiple[multiple]
                required[control.required] disabled[control.disabled] aria-invalid=[control.invalid()]
                aria-describedby=[control.described_by()];
        },
    )
}
