//! The HTML kit: layout, components, icons, CSS, small JavaScript.
