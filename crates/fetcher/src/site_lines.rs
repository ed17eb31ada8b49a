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
    if text.split_whitespace().take(MOST_WORDS + 1).count() > MOST_WORDS {
        return false;
    }
    // So prepared, the patterns need no classes of Unicode, which would take megabytes.
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    is_language_switcher(&text) || PATTERNS.iter().any(|pattern| pattern.is_match(&text))
}

static PATTERNS: LazyLock<[Regex; 10]> = LazyLock::new(|| {
    [
        // "Advertisement", "Story continues below advertisement", "Реклама"
        regex(
            r"(?x) ^ (?: (?:(?:article|story|text)\x20)? (?:continues?|continued) \x20 (?:below|after)
                (?:\x20(?:the\x20|this\x20)?(?:ad|advert|advertisement|video|promotion))?
              | (?:paid\x20)?advert(?:isement|ising)? (?:\x20?[-–—.:]?\x20?(?:(?:article|story)\x20)?(?:scroll\x20to\x20)?continues?(?:\x20(?:below|reading))?)?
              | scroll\x20to\x20continue
              | реклама | publicité | publicidade? | anzeige | werbung | anuncio | pubblicità | reklama | reklam ) $",
        ),
        // "The post Bridge shut appeared first on Elmstad Post."
        regex(r"^the post .+ (?:appeared first|first appeared) on .+$"),
        // "Sign up for our daily newsletter", "Stay on top of the news, in your inbox.", "Enter your email address"
        regex(
            r"(?x) ^ (?: (?:sign\x20up|subscribe|register)\x20(?:here|now|today|to|for)(?-u:\b) [^.!?]* (?-u:\b)(?:newsletters?|inbox|bulletin|briefing|alerts|digest|channel|podcast|e-?mails?)(?-u:\b)
              | (?:get|receive|stay|join|never\x20miss|don.t\x20miss|want)(?-u:\b) .* (?-u:\b)(?:newsletters?|(?:in|to)\x20your\x20inbox)(?-u:\b)
              | (?:our|the|a)\x20(?:free\x20|daily\x20|weekly\x20)*newsletter
              | enter\x20your\x20e-?mail | your\x20e-?mail\x20address ) .* $",
        ),
        // "Подпишитесь на рассылку", "Newsletter abonnieren", "订阅我们的新闻邮件", "Every morning in your mailbox"
        regex(
            r"(?x) ^ (?: (?:подпишитесь|подписывайтесь|підпишіться|підписуйтесь|підписуйтеся)\x20на\x20[^.!?]*
              | (?:jetzt\x20)?(?:unseren\x20)?newsletter\x20(?:abonnieren|bestellen)[^.!?]*
              | 订阅[^。！？]*(?:邮件|简报|通讯)
              | [^.!?]*\x20(?:in\x20(?:your|ihrem|ihr)\x20(?:mailbox|postfach)|(?:в|на)\x20(?:вашей|вашу)\x20почт[еу]|у\x20вашій\x20пошті)
              | 每天[^。！？]*为您送上[^。！？]* ) $",
        ),
        // "© 2026 Harbour Wire. All rights reserved."
        regex(
            r"(?x) ^ (?:copyright\x20)?(?:©\x20?)?(?:19|20)[0-9]{2}(?:\x20?[-–]\x20?(?:19|20)[0-9]{2})?(?-u:\b) .*
              (?:all\x20rights\x20reserved|все\x20права\x20защищены|усі\x20права\x20захищено|всі\x20права\x20захищено|alle\x20rechte\x20vorbehalten|tous\x20droits\x20réservés|todos\x20los\x20derechos\x20reservados|版权所有) $",
        ),
        // "Subscribe to read on", "This article is for subscribers only", "Already a subscriber? Log in"
        regex(
            r"(?x) ^ (?: subscribe\x20(?:now\x20|today\x20)?(?:to\x20(?:read|continue|keep|unlock|get|support)|for\x20(?:only\x20|just\x20)?(?:[€$£]|\d|full|unlimited))
              | (?:to\x20)?(?:read|continue\x20reading|unlock)\x20.*(?-u:\b)subscri(?:be|ption)(?-u:\b)
              | already\x20(?:a\x20)?(?:subscriber|subscribed|member|have\x20an\x20account)
              | this\x20(?:article|content|story)\x20is\x20(?:only\x20)?(?:for|available\x20to|reserved\x20for)\x20(?:our\x20)?(?:paying\x20)?(?:subscribers|members) ) .* $",
        ),
        // "Tags: bridge, harbour", "Read also: Ferry late", "Follow us on Telegram", "Share this:"
        regex(
            r"(?x) ^ (?: (?:tags?|topics?|categor(?:y|ies)|keywords?|filed\x20under|related(?:\x20(?:topics|articles?|stories|news|posts?))?|read\x20(?:also|more|next)|see\x20also|also\x20read|more\x20on\x20this(?:\x20topic)?|don.t\x20miss
                  |теги|метки|рубрики|читайте\x20также|читайте\x20також|по\x20теме|schlagwörter|lire\x20aussi|lea\x20también|leggi\x20anche|czytaj\x20(?:też|także)|标签|关键词) \x20?:\x20? [^.!?]*
              | (?:share|print|e-?mail)(?:\x20(?:this(?:\x20(?:article|story|page|post))?|on\x20[a-z]+))?\x20?:?
              | follow\x20(?:us|our\x20[a-z]+)\x20(?:on|in|at)(?-u:\b) [^.!?]* [.!]?
              | (?:tags|topics|related\x20(?:articles|stories|news|posts)|читайте\x20также|теги|相关阅读) ) $",
        ),
        // "Photo: press service / A. Holm", "Фото: пресс-служба"
        regex(
            r"(?x) ^ (?: photos?|photo\x20credit|image|images|picture|video|credit|фото|відео|видео|фотография|иллюстрация|bild|foto|fot\.|zdjęcie|crédit\x20photo ) \x20? (?: [:©] | /\x20 | \x20by\x20 | courtesy\x20 ) \x20?
              [^.!?]* $",
        ),
        // "Original: Мост закрыт", "Источник: https://agency.example/1"
        regex(
            r"(?x) ^ (?: original(?:\x20(?:article|text|post|story|version|source|title|link))?|оригинал(?:\x20[^\x20:]+)?|оригінал(?:\x20[^\x20:]+)?|источник|джерело|quelle|fuente ) \x20?:\x20? .+ $",
        ),
        // "Читать на русском", "Read in Russian", "Also available in Ukrainian", "Русская версия"
        regex(
            r"(?x) ^ (?: (?:read|view|see|open)\x20(?:(?:this|the|it)\x20)?(?:(?:article|story|page|text|post|news)\x20)?in\x20[^\x20.!?,:]+(?:\x20language)?
              | (?:(?:this\x20)?(?:article|story|page|text|post)\x20is\x20)?(?:also\x20)?available\x20in\x20?:?\x20?(?:[^\x20.!?,:]+[\x20,/|]*(?:and\x20|or\x20)?){1,8}
              | (?:other\x20)?languages? \x20?: .+
              | (?:читать|читайте|смотреть|открыть)\x20(?:(?:эту\x20)?(?:статью|новость|материал|текст)\x20)?(?:на|по)\x20?[\x20-]?[^\x20.!?,:]+(?:\x20языке)?
              | (?:читати|читайте)\x20(?:[^\x20.!?,:]+\x20)?(?:українською|російською|англійською|на\x20[^\x20.!?,:]+)(?:\x20мовою)?
              | на\x20[^\x20.!?,:]+(?:ом|ою|ій)\x20(?:языке|мові) | (?:русская|украинская|английская|українська|російська|англійська)\x20(?:версия|версія)
              | версия\x20на\x20[^\x20.!?,:]+(?:\x20языке)?
              | lire\x20en\x20[^\x20.!?,:]+ | leer\x20en\x20[^\x20.!?,:]+ | ler\x20em\x20[^\x20.!?,:]+ | leggi\x20in\x20[^\x20.!?,:]+ | (?:auf|in)\x20[^\x20.!?,:]+\x20lesen | czytaj\x20(?:po|w)\x20.+ ) $",
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
            "Подпишитесь на рассылку",
            "Головні новини дня щоранку у вашій пошті.",
            "The most important news of the day, every morning at seven, in your mailbox.",
            "Newsletter abonnieren",
            "订阅我们的新闻邮件",
            "© 2026 Harbour Wire. All rights reserved.",
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
            "Подпишитесь на рассылку, советует он. Это бесплатно.",
            "2026 will be the year of the quay.",
            "He found the letter in your mailbox, he said.",
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
