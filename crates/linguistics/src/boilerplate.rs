//! Text of the site around an article: sponsor lines, empty header fields, translator's notes, footers.

use std::sync::LazyLock;

use regex::Regex;

/// What kind of site text a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Boilerplate {
    /// Says that the article is a translation, often with an apology.
    TranslatorsNote,
    /// Names, or should name, who paid for the post.
    Sponsor,
    /// A header field with nothing, or nothing more, behind it: "Region: Russian Federation –".
    EmptyField,
    /// The name of the distributing service, alone on its line.
    Service,
    /// A credit or a line of a comment form that came along with the text: "Responsible editor: …".
    PageFurniture,
}

/// Site text is short. A longer block is the article's own, whatever words it begins with.
const LONGEST: usize = 400;

static PATTERNS: LazyLock<[(Boilerplate, Regex); 5]> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).expect("a constant pattern, compiled by every test");
    [
        // "EDITOR'S NOTE: This article is a translation.", "This text was translated automatically from Ukrainian.",
        // "Please note: This page was originally written in German.", "The original post can be viewed here."
        (
            Boilerplate::TranslatorsNote,
            regex(
                r"(?ix) ^\W* (?:(?:editor|translator|publisher).?s?\s+note\b\W*|(?:please\s+)?note\s*[:;]\s*|disclaimer\W+)?
                (?: (?:this|the)\s+(?:article|text|page|story|release|post|message|content)\s+(?:is|was|has\s+been)\s+
                    (?: (?:an?\s+)?(?:(?:fully|partly)\s+)?(?:machine\W+|auto(?:matic(?:ally)?)?\W+|computer\W+)?
                        translat(?:ion|ed)\b (?: \W*$ | \s*[.;,] | \s+(?:automatically|from|by|using|with|and|of\s+the\s+original)\b )
                      | originally\s+(?:written|published)\s+in\s+\p{Lu}\p{L}+ \W*$ )
                  | (?:machine|automatic(?:ally)?|auto)[\s-]+translat(?:ion|ed)\b (?: \W*$ | \s*[.:;] | \s+(?:from|by|using)\b )
                  | translated\s+(?:from\s+\w+\s+)?(?:by|using|with)\s+(?:an?\s+)?(?:online|machine|automat|neural|google|deepl|yandex)
                  | the\s+original\s+(?:post|article|text|version)\s+(?:can\s+be|is)\s+(?:viewed|found|read|available)\s+(?:here|at)\b )",
            ),
        ),
        // "Post sponsored by", "Sponsored content", "Advertisement"
        (
            Boilerplate::Sponsor,
            regex(
                r"(?ix) ^\W* (?: (?:(?:this|the)\s+)?(?:post|article|content|story|page|material)\s+(?:is\s+)?sponsored\s+by\b .{0,60}
                  | sponsored\s+(?:content|post|by\b.{0,60}) | advertisements? | advertorial ) \W*$",
            ),
        ),
        // "MIL OSI Translation. Region: Russian Federation –", "Photo:"
        (
            Boilerplate::EmptyField,
            regex(
                r"(?ix) ^ (?: [^:\n]{0,60}\b (?:region|country|category|section|source|tags?|topic|author|language|place|location)
                    \s*:\s* [^.!?\n]{0,60} \s [–—-]
                  | (?:region|country|category|section|source|tags?|topics?|author|language|photo|credit|place|location|share|print) \s*:
                ) \s*$",
            ),
        ),
        // "MIL OSI Russia News", "Source: MIL-OSI": a service writes its name in capitals
        (
            Boilerplate::Service,
            regex(
                r"(?x) ^\W* (?: (?:Source\s*:\s*)? MIL[\s-]OSI (?:\s+\p{L}+){0,5}
                  | \p{Lu}{2,}(?:[\s-]\p{Lu}{2,}){1,3} (?:\s\p{Lu}\p{Ll}+){1,3} \s News ) \W*$",
            ),
        ),
        // "Responsible editor: Li Ming", "(Editor: Li Ming)", "Please enter your comment!", "Your email address will not be published."
        (
            Boilerplate::PageFurniture,
            regex(
                r"(?ix) ^ (?: [(\[]? (?:original\s+title|(?:responsible|executive|duty|web|copy)\s+editor|editor[\s-]in[\s-]charge|proofread(?:er|ing)|typesetting) \s*[:：] [^.!?\n]{0,80} [)\]]?
                  | [(\[] editors? \s*[:：] [^.!?\n]{1,60} [)\]]
                  | please\s+enter\s+your\s+(?:comment|name)(?:\s+here)? !?
                  | you\s+have\s+entered\s+an\s+incorrect\s+email\s+address !?
                  | your\s+email\s+address\s+will\s+not\s+be\s+published \.? (?:\s*required\s+fields\s+are\s+marked\s*\*?)?
                  | save\s+my\s+name,\s+email,?\s+and\s+website\s+in\s+this\s+browser\s+for\s+the\s+next\s+time\s+i\s+comment \.?
                ) \s*$",
            ),
        ),
    ]
});

/// What kind of site text a whole block is; `None` for the article's own text. `lower` is the block with A–Z as a–z.
pub(crate) fn classify(block: &str, lower: &str) -> Option<Boilerplate> {
    if block.len() > LONGEST || !may_be_site_text(block, lower) {
        return None;
    }
    PATTERNS
        .iter()
        .find(|(kind, pattern)| may_be(*kind, block) && pattern.is_match(block))
        .map(|(kind, _)| *kind)
}

/// How the blocks begin that the patterns match, but for empty fields and names of services.
const OPENINGS: [&str; 30] = [
    "advert",
    "article",
    "auto",
    "content",
    "copy",
    "disclaimer",
    "duty",
    "editor",
    "executive",
    "machine",
    "material",
    "mil",
    "note",
    "original",
    "page",
    "please",
    "post",
    "proofread",
    "publisher",
    "responsible",
    "save",
    "source",
    "sponsored",
    "story",
    "the",
    "this",
    "translat",
    "typesetting",
    "web",
    "you",
];

/// One of these stands in all of them.
const HINTS: [&str; 11] = [
    "advert",
    "editor",
    "email",
    "enter",
    "original",
    "osi",
    "proofread",
    "sponsor",
    "title",
    "translat",
    "typesetting",
];

/// What can be told of a block of ASCII without trying the patterns, which would be compiled for it.
fn may_be_site_text(block: &str, lower: &str) -> bool {
    let start = block
        .find(|c: char| c.is_alphanumeric() || c == '_')
        .unwrap_or(block.len());
    let is_capital = |at: usize| block.as_bytes().get(at).is_some_and(u8::is_ascii_uppercase);
    !block.is_ascii()
        || may_be(Boilerplate::EmptyField, block)
        || is_capital(start) && is_capital(start + 1)
        || OPENINGS.iter().any(|opening| lower[start..].starts_with(opening))
            && HINTS.iter().any(|hint| lower.contains(hint))
}

/// Whether a block ends as an empty field does; its pattern looks at the beginning of every paragraph of news otherwise.
fn may_be(kind: Boilerplate, block: &str) -> bool {
    kind != Boilerplate::EmptyField || block.ends_with([':', '–', '—', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pattern_matches_what_is_not_tried() {
        for (text, kind) in [
            (
                "EDITOR'S NOTE: This article is a translation.",
                Boilerplate::TranslatorsNote,
            ),
            (
                "Please note: This page was originally written in German.",
                Boilerplate::TranslatorsNote,
            ),
            (
                "Disclaimer: The text was translated by a program.",
                Boilerplate::TranslatorsNote,
            ),
            (
                "-- Machine translation from Russian.",
                Boilerplate::TranslatorsNote,
            ),
            ("Automatically translated.", Boilerplate::TranslatorsNote),
            ("Translated by Google.", Boilerplate::TranslatorsNote),
            (
                "The original post can be viewed here.",
                Boilerplate::TranslatorsNote,
            ),
            ("Post sponsored by", Boilerplate::Sponsor),
            (
                "This material is sponsored by the Delta mill",
                Boilerplate::Sponsor,
            ),
            ("Advertisement", Boilerplate::Sponsor),
            ("Advertorial", Boilerplate::Sponsor),
            ("Photo:", Boilerplate::EmptyField),
            (
                "MIL OSI Translation. Region: Russian Federation -",
                Boilerplate::EmptyField,
            ),
            ("Source: MIL-OSI", Boilerplate::Service),
            ("MIL OSI Russia News", Boilerplate::Service),
            ("Original title: The mill", Boilerplate::PageFurniture),
            ("(Editors: Li Ming)", Boilerplate::PageFurniture),
            ("Web editor: Li Ming", Boilerplate::PageFurniture),
            ("[Proofreader: Li Ming]", Boilerplate::PageFurniture),
            ("Typesetting: Li Ming", Boilerplate::PageFurniture),
            ("Please enter your name here", Boilerplate::PageFurniture),
            (
                "You have entered an incorrect email address!",
                Boilerplate::PageFurniture,
            ),
            (
                "Your email address will not be published.",
                Boilerplate::PageFurniture,
            ),
            (
                "Save my name, email, and website in this browser for the next time I comment.",
                Boilerplate::PageFurniture,
            ),
        ] {
            assert_eq!(classify(text, &text.to_ascii_lowercase()), Some(kind), "{text}");
        }
    }
}
