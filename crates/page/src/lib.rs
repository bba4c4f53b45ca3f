//! What the pages of every feature share: who reads which address in which colours, the frame around the content, forms,
//! and HTML answers. Joins the kernel, which knows no HTML, with the HTML kit, which knows no request; knows no feature.

pub mod address;
pub mod answer;
pub mod audience;
pub mod cookie;
pub mod form;
pub mod frames;
pub mod moment;
pub mod visit;

pub use answer::{html, see_other};
pub use form::Form;
pub use frames::Frames;
pub use moment::{coming, moment};
pub use visit::Visit;
