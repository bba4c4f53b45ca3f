//! The nearest name that exists, for names that do not.

/// Names longer than this are not compared.
const LONGEST: usize = 64;

/// Of `candidates`, the one nearest to `name`, when it is near enough to be meant: one edit apart for names of up to
/// 4 characters, two for up to 10, else three.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let most = match name.len() {
        ..=4 => 1,
        5..=10 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name && candidate.len() <= LONGEST)
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= most)
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
