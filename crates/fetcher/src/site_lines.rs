//! The lines that a site puts into its articles: advertisements, newsletters, language switchers, credits.
//!
//! They are not the article, and in a translated one they would be taken for words that nobody translated. What they
//! say of the original is read from the links before they go.

use std::sync::LazyLock;

use regex::Regex;

use crate::blocks::HtmlBlock;

/// A line of the site is short; a longer block is the article's own, whatever it begins with. The patterns below need no
/// bounds for that reason.
const MOST_WORDS: usize = 40;

/// The blocks that are the article's own. If all of them look like the site's, all are kept.
pub(crate) fn without(blocks: Vec<HtmlBlock>) -> Vec<HtmlBlock> {
    if blocks.iter().all(|block| is_site_line(&block.text)) {
        return blocks;
    }
    let own = blocks.into_iter().filter(|block| !is_site_line(&block.text));
    own.collect()
}

/// Is the whole text a line of the site?
pub(crate) fn is_site_line(text: &str) -> bool {
    let text = text.trim();
    text.split_whitespace().take(MOST_WORDS + 1).count() <= MOST_WORDS
        && (is_language_switcher(text) || PATTERNS.iter().any(|pattern| pattern.is_match(text)))
}

static PATTERNS: LazyLock<[Regex; 8]> = LazyLock::new(|| {
    [
        // "Advertisement", "Story continues below advertisement", "Реклама"
        regex(
            r"(?ix) ^\W* (?: (?:(?:article|story|text)\s+)? (?:continues?|continued) \s+ (?:below|after)
                (?:\s+(?:the\s+|this\s+)?(?:ad|advert|advertisement|video|promotion))?
              | (?:paid\s+)?advert(?:isement|ising)? (?:\s*[-–—.:]?\s*(?:(?:article|story)\s+)?(?:scroll\s+to\s+)?continues?(?:\s+(?:below|reading))?)?
              | scroll\s+to\s+continue
              | реклама | publicité | publicidade? | anzeige | werbung | anuncio | pubblicità | reklama | reklam ) \W*$",
        ),
        // "The post Bridge shut appeared first on Elmstad Post."
        regex(r"(?i)^\W*the post .+ (?:appeared first|first appeared) on .+$"),
        // "Sign up for our daily newsletter", "Stay on top of the news, in your inbox.", "Enter your email address"
        regex(
            r"(?ix) ^\W* (?: (?:sign\s+up|subscribe|register)\s+(?:here|now|today|to|for)\b [^.!?]* \b(?:newsletters?|inbox|bulletin|briefing|alerts|digest|channel|podcast|e-?mails?)\b
              | (?:get|receive|stay|join|never\s+miss|don.t\s+miss|want)\b .* \b(?:newsletters?|(?:in|to)\s+your\s+inbox)\b
              | (?:our|the|a)\s+(?:free\s+|daily\s+|weekly\s+)*newsletter
              | enter\s+your\s+e-?mail | your\s+e-?mail\s+address ) .* $",
        ),
        // "Subscribe to read on", "This article is for subscribers only", "Already a subscriber? Log in"
        regex(
            r"(?ix) ^\W* (?: subscribe\s+(?:now\s+|today\s+)?(?:to\s+(?:read|continue|keep|unlock|get|support)|for\s+(?:only\s+|just\s+)?(?:[€$£]|\d|full|unlimited))
              | (?:to\s+)?(?:read|continue\s+reading|unlock)\s.*\bsubscri(?:be|ption)\b
              | already\s+(?:a\s+)?(?:subscriber|subscribed|member|have\s+an\s+account)
              | this\s+(?:article|content|story)\s+is\s+(?:only\s+)?(?:for|available\s+to|reserved\s+for)\s+(?:our\s+)?(?:paying\s+)?(?:subscribers|members) ) .* $",
        ),
        // "Tags: bridge, harbour", "Read also: Ferry late", "Follow us on Telegram", "Share this:"
        regex(
            r"(?ix) ^\W* (?: (?:tags?|topics?|categor(?:y|ies)|keywords?|filed\s+under|related(?:\s+(?:topics|articles?|stories|news|posts?))?|read\s+(?:also|more|next)|see\s+also|also\s+read|more\s+on\s+this(?:\s+topic)?|don.t\s+miss
                  |теги|метки|рубрики|читайте\s+также|читайте\s+також|по\s+теме|schlagwörter|lire\s+aussi|lea\s+también|leggi\s+anche|czytaj\s+(?:też|także)) \s*:\s* [^.!?]*
              | (?:share|print|e-?mail)(?:\s+(?:this(?:\s+(?:article|story|page|post))?|on\s+\w+))?\s*:?
              | follow\s+(?:us|our\s+\w+)\s+(?:on|in|at)\b [^.!?]* [.!]?
              | (?:tags|topics|related\s+(?:articles|stories|news|posts)|читайте\s+также|теги) ) \W*$",
        ),
        // "Photo: press service / A. Holm", "Фото: пресс-служба"
        regex(
            r"(?ix) ^\W* (?: photos?|photo\s+credit|image|images|picture|video|credit|фото|відео|видео|фотография|иллюстрация|bild|foto|fot\.|zdjęcie|crédit\s+photo ) \s* (?: [:©] | /\s | \sby\s | courtesy\s ) \s*
              [^.!?]* \.? $",
        ),
        // "Original: Мост закрыт", "Источник: https://agency.example/1"
        regex(
            r"(?ix) ^\W* (?: original(?:\s+(?:article|text|post|story|version|source|title|link))?|оригинал(?:\s+\S+)?|оригінал(?:\s+\S+)?|источник|джерело|quelle|fuente ) \s*:\s* .+ $",
        ),
        // "Читать на русском", "Read in Russian", "Also available in Ukrainian", "Русская версия"
        regex(
            r"(?ix) ^\W* (?: (?:read|view|see|open)\s+(?:(?:this|the|it)\s+)?(?:(?:article|story|page|text|post|news)\s+)?in\s+\p{L}+(?:\s+language)?
              | (?:(?:this\s+)?(?:article|story|page|text|post)\s+is\s+)?(?:also\s+)?available\s+in\s*:?\s*(?:\p{L}+[\s,/|]*(?:and\s+|or\s+)?){1,8}
              | (?:other\s+)?languages? \s*: .+
              | (?:читать|читайте|смотреть|открыть)\s+(?:(?:эту\s+)?(?:статью|новость|материал|текст)\s+)?(?:на|по)\s*[-\s]?\p{L}+(?:\s+языке)?
              | (?:читати|читайте)\s+(?:\p{L}+\s+)?(?:українською|російською|англійською|на\s+\p{L}+)(?:\s+мовою)?
              | на\s+\p{L}+(?:ом|ою|ій)\s+(?:языке|мові) | (?:русская|украинская|английская|українська|російська|англійська)\s+(?:версия|версія)
              | версия\s+на\s+\p{L}+(?:\s+языке)?
              | lire\s+en\s+\p{L}+ | leer\s+en\s+\p{L}+ | ler\s+em\s+\p{L}+ | leggi\s+in\s+\p{L}+ | (?:auf|in)\s+\p{L}+\s+lesen | czytaj\s+(?:po|w)\s+.+ ) \W*$",
        ),
    ]
});

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns of this module are constant, and its tests use each of them")
}

/// `Русский | English | Deutsch`, or one of them alone.
fn is_language_switcher(text: &str) -> bool {
    let mut names = text
        .split(['|', '/', '·', '•', ',', '\n', '→', '›'])
        .flat_map(|part| {
            let part = part.trim().trim_matches(|c: char| !c.is_alphanumeric());
            // "EN RU UA" has no more than spaces between.
            let is_known = LANGUAGES.contains(&part.to_lowercase().as_str());
            if is_known {
                vec![part]
            } else {
                part.split_whitespace().collect()
            }
        })
        .filter(|name| !name.is_empty())
        .peekable();
    names.peek().is_some() && names.all(|name| LANGUAGES.contains(&name.to_lowercase().as_str()))
}

/// Languages by their own names, and the codes that switchers show.
const LANGUAGES: &[&str] = &[
    "русский",
    "рус",
    "українська",
    "укр",
    "беларуская",
    "български",
    "српски",
    "македонски",
    "қазақша",
    "кыргызча",
    "монгол",
    "english",
    "eng",
    "deutsch",
    "français",
    "español",
    "italiano",
    "português",
    "polski",
    "čeština",
    "slovenčina",
    "magyar",
    "română",
    "nederlands",
    "svenska",
    "norsk",
    "dansk",
    "suomi",
    "eesti",
    "latviešu",
    "lietuvių",
    "türkçe",
    "azərbaycan",
    "azərbaycanca",
    "oʻzbekcha",
    "o‘zbek",
    "ελληνικά",
    "հայերեն",
    "ქართული",
    "العربية",
    "عربي",
    "فارسی",
    "עברית",
    "हिन्दी",
    "বাংলা",
    "ไทย",
    "tiếng việt",
    "bahasa indonesia",
    "中文",
    "简体中文",
    "繁體中文",
    "日本語",
    "한국어",
    "shqip",
    "hrvatski",
    "slovenščina",
    "català",
    "en",
    "ru",
    "ua",
    "uk",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "pl",
    "cs",
    "tr",
    "ar",
    "zh",
    "ja",
    "ko",
];

#[cfg(test)]
mod tests {
    use super::*;
    use text::BlockKind;

    #[test]
    fn knows_the_lines_of_a_site() {
        for line in [
            "Advertisement",
            "Story continues below advertisement",
            "Реклама",
            "The post Quay renewed appeared first on Harbour Wire.",
            "Sign up for our weekly newsletter and get the best of the port.",
            "Get the morning’s news in your inbox.",
            "Subscribe for €4 a month to read on.",
            "Already a subscriber? Log in",
            "Tags: quay, harbour, summer",
            "Читайте также: Паром опоздал",
            "Share this:",
            "Follow us on Telegram",
            "Photo: Ida Holm / Harbour Wire",
            "Фото: пресс-служба порта",
            "Original: Причал обновлён",
            "Источник: https://port.example/1",
            "Читать на русском",
            "Read this article in Ukrainian",
            "Also available in: Russian, Ukrainian",
            "Lire en français",
            "Русский",
            "EN RU UA",
            "English | Русский | 中文",
        ] {
            assert!(is_site_line(line), "{line}");
        }
    }

    #[test]
    fn leaves_sentences_alone() {
        for line in [
            "Advertisements for the fair hang all over town.",
            "The post office appeared first in the register of 1911.",
            "Sign up sheets lie in the town hall.",
            "Subscribers of the theatre pay half.",
            "Get your tickets at the gate, the port said.",
            "Original plans were shown to the council: nobody objected to them.",
            "Photo exhibition: ten years of the new quay, told by those who built it. It opens today.",
            "Read more slowly, the teacher said.",
            "Follow us on the ferry and see the port. It takes an hour.",
            "Tags were found on every crate.",
            "Русский язык остался в школе предметом по выбору.",
            "The speaker switched to English",
            "Vote for it, or de facto lose the seat.",
        ] {
            assert!(!is_site_line(line), "{line}");
        }
    }

    #[test]
    fn leaves_something_of_a_text() {
        let block = |text: &str| HtmlBlock {
            kind: BlockKind::Paragraph,
            text: text.to_owned(),
        };
        let kept = without(vec![block("Advertisement"), block("The quay is open.")]);
        assert_eq!(kept, [block("The quay is open.")]);
        assert_eq!(without(vec![block("Русский")]).len(), 1);
    }
}
