//! The software catalog: sources, processing, change log, read index, API and pages.
