//! The changelog of a generated crate: Markdown that belongs to the crate's owner, who may have written in
//! it, and that gets a section for each new version.

/// The beginning of a new changelog.
const TITLE: &str = "# Changelog\n";

/// Returns the changelog with a section before those of earlier versions. What stands before them stays there, as
/// does a section of what is not released yet.
pub fn prepend(changelog: &str, heading: &str, body: &str) -> String {
    let section = format!("## {heading}\n\n{}\n", body.trim());
    if changelog.trim().is_empty() {
        return format!("{TITLE}\n{section}");
    }
    match first_version(changelog) {
        Some(at) => {
            let (before, after) = changelog.split_at(at);
            format!("{before}{section}\n{after}")
        }
        None => format!("{}\n\n{section}", changelog.trim_end()),
    }
}

/// Returns where the first heading of a version begins: one of the second level, outside of blocks of code.
fn first_version(changelog: &str) -> Option<usize> {
    let mut at = 0;
    let mut in_code = false;
    for line in changelog.split_inclusive('\n') {
        in_code ^= line.starts_with("```");
        if !in_code && line.starts_with("## ") && !line.to_ascii_lowercase().contains("unreleased") {
            return Some(at);
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::prepend;

    #[test]
    fn a_section_comes_before_earlier_ones() {
        let first = prepend("", "0.1.0", "* One.\n");
        assert_eq!(first, "# Changelog\n\n## 0.1.0\n\n* One.\n");
        let second = prepend(&first, "0.2.0", "* Two.");
        assert_eq!(second, "# Changelog\n\n## 0.2.0\n\n* Two.\n\n## 0.1.0\n\n* One.\n");
    }

    #[test]
    fn what_others_wrote_stays() {
        let own = "# Changes\n\nAll of them.\n\n```\n## no heading\n```\n\n## Unreleased\n\n* Mine.\n";
        assert_eq!(prepend(own, "0.2.0", "* Two."), format!("{own}\n## 0.2.0\n\n* Two.\n"));
        let older = format!("{own}\n## 0.1.0\n");
        assert_eq!(prepend(&older, "0.2.0", "* Two."), format!("{own}\n## 0.2.0\n\n* Two.\n\n## 0.1.0\n"));
    }
}
