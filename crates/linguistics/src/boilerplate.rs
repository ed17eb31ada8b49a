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

/// What kind of site text a whole block is; `None` for the article's own text.
pub(crate) fn classify(block: &str) -> Option<Boilerplate> {
    if block.len() > LONGEST {
        return None;
    }
    PATTERNS
        .iter()
        .find(|(kind, pattern)| may_be(*kind, block) && pattern.is_match(block))
        .map(|(kind, _)| *kind)
}

/// What can be told without reading the block: its pattern looks at the beginning of every paragraph of news otherwise.
fn may_be(kind: Boilerplate, block: &str) -> bool {
    kind != Boilerplate::EmptyField || block.ends_with([':', '–', '—', '-'])
}
