//! Articles of our own with their translations, whole and with planted faults.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use bilingual::{Certainty, Comparison, MismatchKind, WordTable, Words, compare};
use text::{BlockKind, Lang, Span, Text};

/// A language, and sentences with their translations; one line is one paragraph.
struct Article {
    tag: &'static str,
    pairs: [(&'static str, &'static str); 12],
}

const RUSSIAN: Article = Article {
    tag: "ru",
    pairs: [
        (
            "Жители Вологды просят сохранить старый мост",
            "Residents of Vologda ask to keep the old bridge",
        ),
        (
            "Более 4 тысяч человек подписали обращение к мэру Вологды Сергею Антонову.",
            "More than 4,000 people have signed an appeal to the mayor of Vologda, Sergei Antonov.",
        ),
        (
            "Мост через реку Золотуху построили в 1911 году.",
            "The bridge across the Zolotukha river was built in 1911.",
        ),
        (
            "По словам инженера Марины Лебедевой, опоры ещё простоят 30 лет.",
            "According to the engineer Marina Lebedeva, the piers will stand for another 30 years.",
        ),
        (
            "«Мы проверили каждую балку», — сказала она журналистам.",
            "“We have checked every beam,” she told journalists.",
        ),
        (
            "Власти города считают, что ремонт обойдётся в 85 млн рублей.",
            "The city authorities believe that the repair will cost 85 million roubles.",
        ),
        (
            "Новый мост, по расчётам администрации, стоит 240 млн рублей.",
            "A new bridge, by the administration's estimate, costs 240 million roubles.",
        ),
        (
            "Движение автобусов по улице Гоголя закроют с 14 мая.",
            "Bus traffic along Gogol Street will be closed from 14 May.",
        ),
        (
            "Депутат Олег Тихонов предложил провести опрос в июне.",
            "The deputy Oleg Tikhonov proposed holding a poll in June.",
        ),
        (
            "Музей истории города передаст чертежи архитектору из Петербурга.",
            "The museum of the city's history will hand the drawings to an architect from St. Petersburg.",
        ),
        (
            "В 2018 году похожий спор закончился в суде.",
            "In 2018 a similar dispute ended in court.",
        ),
        (
            "Решение городского совета ожидают 27 мая.",
            "The decision of the city council is expected on 27 May.",
        ),
    ],
};

const UKRAINIAN: Article = Article {
    tag: "uk",
    pairs: [
        (
            "У Полтаві відкрили нову дитячу лікарню",
            "New children's hospital opened in Poltava",
        ),
        (
            "Лікарню на 120 місць відкрили у Полтаві в понеділок.",
            "A hospital with 120 beds was opened in Poltava on Monday.",
        ),
        (
            "Будівництво тривало три роки й коштувало 310 млн гривень.",
            "Construction took three years and cost 310 million hryvnias.",
        ),
        (
            "Головна лікарка Оксана Мельник показала журналістам операційні.",
            "The chief physician, Oksana Melnyk, showed the operating rooms to journalists.",
        ),
        (
            "Обладнання надійшло з Німеччини та Японії.",
            "The equipment came from Germany and Japan.",
        ),
        (
            "За словами губернатора Дмитра Лунька, тут працюватимуть 64 лікарі.",
            "According to the governor, Dmytro Lunko, 64 doctors will work here.",
        ),
        (
            "«Перших пацієнтів приймемо вже в середу», — пообіцяла вона.",
            "“We will admit the first patients on Wednesday,” she promised.",
        ),
        (
            "Стару будівлю на вулиці Шевченка віддадуть університету.",
            "The old building on Shevchenko Street will be given to the university.",
        ),
        (
            "Батьки просили залишити там поліклініку.",
            "Parents had asked for an outpatient clinic to stay there.",
        ),
        (
            "Міська рада розгляне прохання 18 вересня.",
            "The city council will consider the request on 18 September.",
        ),
        (
            "Торік в області народилося 9 тисяч дітей.",
            "Last year 9,000 children were born in the region.",
        ),
        (
            "Наступну лікарню збудують у Кременчуці.",
            "The next hospital will be built in Kremenchuk.",
        ),
    ],
};

const GERMAN: Article = Article {
    tag: "de",
    pairs: [
        (
            "Hochwasser an der Mulde: Grimma atmet auf",
            "Flood on the Mulde: Grimma breathes again",
        ),
        (
            "Der Pegel der Mulde ist am Dienstag auf 3,20 Meter gefallen.",
            "The level of the Mulde fell to 3.20 metres on Tuesday.",
        ),
        (
            "In Grimma durften 600 Einwohner in ihre Häuser zurückkehren.",
            "In Grimma, 600 residents were allowed to return to their houses.",
        ),
        (
            "Bürgermeister Matthias Berger dankte der Feuerwehr und dem Technischen Hilfswerk.",
            "Mayor Matthias Berger thanked the fire brigade and the Federal Agency for Technical Relief.",
        ),
        (
            "Die neue Schutzmauer hat zum ersten Mal gehalten.",
            "The new protective wall held for the first time.",
        ),
        (
            "Sie kostete 57 Mio. Euro und wurde 2019 fertig.",
            "It cost 57 million euros and was finished in 2019.",
        ),
        (
            "„Ohne die Mauer stünde der Markt unter Wasser“, sagte Berger.",
            "“Without the wall the market would be under water,” said Berger.",
        ),
        (
            "In Döbeln bleibt die Bundesstraße 169 gesperrt.",
            "In Döbeln, the federal road 169 remains closed.",
        ),
        (
            "Die Bahn rechnet bis Freitag mit Verspätungen zwischen Leipzig und Chemnitz.",
            "The railway expects delays between Leipzig and Chemnitz until Friday.",
        ),
        (
            "Der Landtag in Dresden berät am 3. Juni über Hilfen.",
            "The state parliament in Dresden will discuss aid on 3 June.",
        ),
        (
            "Die Opposition verlangt 12 Millionen Euro für Betriebe.",
            "The opposition demands 12 million euros for businesses.",
        ),
        (
            "Das Wetter soll am Wochenende trocken bleiben.",
            "The weather is expected to stay dry at the weekend.",
        ),
    ],
};

const CHINESE: Article = Article {
    tag: "zh",
    pairs: [
        (
            "青岛港开通至德国的新航线",
            "Qingdao port opens new route to Germany",
        ),
        (
            "青岛港周一开通了一条前往汉堡的集装箱航线。",
            "Qingdao port on Monday opened a container route to Hamburg.",
        ),
        (
            "首艘货轮载有4200个集装箱。",
            "The first cargo ship carried 4,200 containers.",
        ),
        ("航程大约需要32天。", "The voyage takes about 32 days."),
        (
            "港口集团总经理刘建国说，运费将下降百分之十五。",
            "Liu Jianguo, general manager of the port group, said freight rates would fall by 15 percent.",
        ),
        (
            "去年两国贸易额达到2450亿欧元。",
            "Last year trade between the two countries reached 245 billion euros.",
        ),
        (
            "“企业一直在等待这条航线。”他对记者说。",
            "“Companies have been waiting for this route,” he told reporters.",
        ),
        (
            "德国商会代表对此表示欢迎。",
            "A representative of the German chamber of commerce welcomed it.",
        ),
        (
            "从六月起，每周将有3班货轮。",
            "From June there will be 3 cargo ships a week.",
        ),
        (
            "专家担心红海局势会影响安全。",
            "Experts worry that the situation in the Red Sea could affect safety.",
        ),
        ("2023年有17艘船只遭到袭击。", "In 2023, 17 vessels were attacked."),
        (
            "政府将在7月28日公布新规定。",
            "The government will publish new rules on July 28.",
        ),
    ],
};

const ARTICLES: [&Article; 4] = [&RUSSIAN, &UKRAINIAN, &GERMAN, &CHINESE];

fn text<'w>(sentences: impl IntoIterator<Item = &'w str>) -> Text {
    let mut text = Text::default();
    for sentence in sentences {
        let kind = if text.blocks.is_empty() {
            BlockKind::Heading
        } else {
            BlockKind::Paragraph
        };
        text.push(kind, sentence);
    }
    text
}

fn language(article: &Article) -> Lang {
    Lang::from_tag(article.tag).unwrap()
}

fn said(comparison: &Comparison) -> Vec<(MismatchKind, Option<Span>, Span)> {
    comparison
        .mismatches
        .iter()
        .map(|m| (m.kind, m.original, m.translation))
        .collect()
}

#[test]
fn faithful_articles_are_aligned_without_a_finding() {
    for article in ARTICLES {
        let (original, translation) = (text(article.pairs.map(|p| p.0)), text(article.pairs.map(|p| p.1)));
        let comparison = compare(&original, language(article), &translation, &Words::default());
        assert_eq!(said(&comparison), [], "{}", article.tag);
        assert!(
            comparison.confidence > 0.5,
            "{}: {}",
            article.tag,
            comparison.confidence
        );
        for link in &comparison.links {
            let blocks = |indexes: std::ops::Range<usize>, sentences: &[bilingual::Sentence]| -> Vec<usize> {
                let mut blocks: Vec<usize> =
                    sentences[indexes].iter().map(|sentence| sentence.block).collect();
                blocks.dedup();
                blocks
            };
            let original = blocks(link.original.clone(), &comparison.original);
            assert_eq!(
                original,
                blocks(link.translation.clone(), &comparison.translation),
                "{}",
                article.tag
            );
        }
    }
}

#[test]
fn other_paragraphs_are_no_fault() {
    for article in ARTICLES {
        let original = text(article.pairs.map(|p| p.0));
        let mut translation = Text::default();
        translation.push(BlockKind::Heading, article.pairs[0].1);
        for part in article.pairs[1..].chunks(4) {
            translation.push(
                BlockKind::Paragraph,
                &part.iter().map(|p| p.1).collect::<Vec<_>>().join(" "),
            );
        }
        let comparison = compare(&original, language(article), &translation, &Words::default());
        assert_eq!(said(&comparison), [], "{}", article.tag);
    }
}

#[test]
fn a_dropped_sentence_is_found_where_it_would_stand() {
    let mut found = 0;
    for article in ARTICLES {
        for dropped in [2, 5, 9] {
            let original = text(article.pairs.map(|p| p.0));
            let kept = article
                .pairs
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != dropped);
            let translation = text(kept.map(|(_, p)| p.1));
            let comparison = compare(&original, language(article), &translation, &Words::default());
            for mismatch in &comparison.mismatches {
                assert_eq!(mismatch.kind, MismatchKind::Missing, "{mismatch:?}");
                assert_eq!(
                    mismatch.certainty,
                    Certainty::Look,
                    "without a word list nothing is certain"
                );
                assert_eq!(
                    mismatch.original,
                    Some(original.blocks[dropped].span),
                    "{}",
                    article.tag
                );
                assert_eq!(
                    mismatch.translation.start,
                    translation.blocks[dropped - 1].span.end
                );
                assert!(mismatch.translation.is_empty());
                found += 1;
            }
        }
    }
    assert!(found >= 9, "{found} of 12");
}

#[test]
fn an_added_sentence_is_found() {
    let added = "The Prague zoo meanwhile celebrated the birth of two rare red pandas.";
    let mut found = 0;
    for article in ARTICLES {
        let original = text(article.pairs.map(|p| p.0));
        let mut sentences = article.pairs.map(|p| p.1).to_vec();
        sentences.insert(6, added);
        let translation = text(sentences);
        let comparison = compare(&original, language(article), &translation, &Words::default());
        for mismatch in &comparison.mismatches {
            assert_eq!(
                mismatch.kind,
                MismatchKind::Added,
                "{}: {mismatch:?}",
                article.tag
            );
            assert_eq!(&translation.string[mismatch.translation], added);
            found += 1;
        }
    }
    assert!(found >= 3, "{found} of 4");
}

#[test]
fn a_doubled_sentence_is_certain() {
    for article in ARTICLES {
        let original = text(article.pairs.map(|p| p.0));
        let mut sentences = article.pairs.map(|p| p.1).to_vec();
        sentences.insert(5, sentences[4]);
        let translation = text(sentences);
        let comparison = compare(&original, language(article), &translation, &Words::default());
        let [doubled] = &comparison.mismatches[..] else {
            panic!("{}: {:?}", article.tag, comparison.mismatches);
        };
        assert_eq!(
            (doubled.kind, doubled.certainty),
            (MismatchKind::Added, Certainty::Certain)
        );
    }
}

#[test]
fn merged_and_split_sentences_are_no_fault() {
    for article in ARTICLES {
        let original = text(article.pairs.map(|p| p.0));
        let mut sentences: Vec<String> = article.pairs.iter().map(|p| p.1.to_owned()).collect();
        let merged = sentences.remove(6);
        sentences[5] = format!("{}, and {merged}", sentences[5].trim_end_matches('.'));
        let translation = text(sentences.iter().map(String::as_str));
        let comparison = compare(&original, language(article), &translation, &Words::default());
        assert_eq!(said(&comparison), [], "{}", article.tag);
        assert!(
            comparison.links.iter().any(|link| link.original.len() >= 2),
            "{}",
            article.tag
        );
    }
}

#[test]
fn another_article_is_one_finding_about_the_pair() {
    for article in ARTICLES {
        for other in ARTICLES.into_iter().filter(|other| other.tag != article.tag) {
            let (original, translation) = (text(article.pairs.map(|p| p.0)), text(other.pairs.map(|p| p.1)));
            let comparison = compare(&original, language(article), &translation, &Words::default());
            let [pair] = &comparison.mismatches[..] else {
                panic!(
                    "{} and {}: {} {:?}",
                    article.tag, other.tag, comparison.confidence, comparison.mismatches
                );
            };
            assert_eq!(pair.kind, MismatchKind::Other);
            assert_eq!(pair.translation, 0..translation.string.len());
            assert_eq!(pair.original, Some(Span::new(0, original.string.len())));
        }
    }
}

#[test]
fn an_empty_translation_is_certain() {
    let original = text(["Мост закрыли в среду."]);
    for empty in ["", ".", " — "] {
        let comparison = compare(
            &original,
            language(&RUSSIAN),
            &Text::plain(empty),
            &Words::default(),
        );
        let [only] = &comparison.mismatches[..] else {
            panic!("{comparison:?}")
        };
        assert_eq!(
            (only.kind, only.certainty),
            (MismatchKind::Other, Certainty::Certain)
        );
    }
    let nothing = compare(
        &Text::plain(""),
        language(&RUSSIAN),
        &Text::plain(""),
        &Words::default(),
    );
    assert_eq!(nothing.mismatches, []);
}

#[test]
fn a_line_of_numbers_is_empty_where_it_renders_none() {
    let said = |original: &str, english: &str| {
        let comparison = compare(
            &text([original]),
            language(&RUSSIAN),
            &Text::plain(english),
            &Words::default(),
        );
        comparison
            .mismatches
            .into_iter()
            .map(|m| m.message)
            .collect::<Vec<_>>()
    };
    assert_eq!(said("28 августа 2015, 20:05", "28-08-2015, 20:05"), [""; 0]);
    assert_eq!(said("Глава шестая", "6"), [""; 0]);
    assert_eq!(
        said(
            "Магазин закрыли в 1938 году, дом отдали другой семье.",
            "6 (1), 1 (2), 2 (3)."
        ),
        ["the translation has no words"]
    );
}

#[test]
fn a_number_of_a_sentence_that_is_no_translation_is_not_certain() {
    let certainty = |original: &str, english: &str| {
        let comparison = compare(
            &text([original]),
            language(&RUSSIAN),
            &Text::plain(english),
            &Words::default(),
        );
        comparison.mismatches.first().map(|m| m.certainty)
    };
    let other = "The court sentenced the minister to 23 years.";
    assert_eq!(certainty("Он купил 40 яблок.", other), Some(Certainty::Look));
    // The numbers alone make one the other.
    assert_eq!(
        certainty("Он купил 1774 яблока.", "He bought 1744 apples."),
        Some(Certainty::Certain)
    );
    // "Суд" is the court.
    assert_eq!(
        certainty("Суд дал министру 40 лет.", other),
        Some(Certainty::Certain)
    );
}

#[test]
fn a_text_without_a_word_list_is_judged_by_its_names_and_numbers() {
    let language = Lang::from_tag("fi").unwrap();
    let original = [
        "Satama avattiin keväällä.",
        "Sen pituus on noin kaksi kilometriä.",
        "Laiturit maksoivat paljon.",
        "Alukset tulivat etelästä.",
        "Kaupunki osti sen myöhemmin.",
        "Nyt siellä kävellään.",
        "Asukkaat ovat tyytyväisiä.",
        "Vanha nosturi jää paikalleen.",
    ];
    let translation = text([
        "The harbour was opened in spring.",
        "It is about two kilometres long.",
        "Its piers cost a lot.",
        "The ships came from the south.",
        "Later the town bought it.",
        "Now people go for walks there.",
        "Residents are content.",
        "The old crane will stay where it is.",
    ]);
    let comparison = compare(&text(original), language, &translation, &Words::default());
    assert_eq!(said(&comparison), []);

    // Years and names of both sides, and none of them on both.
    let years = original
        .iter()
        .enumerate()
        .map(|(at, line)| format!("{line} {} Kuopio{at}.", 1920 + at));
    let years: Vec<String> = years.collect();
    let other = RUSSIAN.pairs.map(|p| p.1);
    let other = other
        .iter()
        .enumerate()
        .map(|(at, line)| format!("{line} {}", 2010 + at));
    let other: Vec<String> = other.collect();
    let comparison = compare(
        &text(years.iter().map(String::as_str)),
        language,
        &text(other.iter().map(String::as_str)),
        &Words::default(),
    );
    assert_eq!(comparison.mismatches.len(), 1, "{:?}", comparison.mismatches);
    assert_eq!(comparison.mismatches[0].kind, MismatchKind::Other);
}

#[test]
fn one_chinese_sentence_may_be_two_english_ones() {
    let mut original = CHINESE.pairs.map(|p| p.0.to_owned());
    original[4] = original[4].replace('。', "，企业应当减少浪费，也应当推迟一切不必要的采购。");
    let mut translation = CHINESE.pairs.map(|p| p.1).to_vec();
    translation.insert(
        5,
        "Firms should also waste less and delay all purchases that are not needed.",
    );
    let original = text(original.iter().map(String::as_str));
    let comparison = compare(
        &original,
        language(&CHINESE),
        &text(translation),
        &Words::default(),
    );
    assert_eq!(said(&comparison), []);
}

#[test]
fn the_loss_of_a_speech_tag_is_no_fault() {
    for (article, at, tag) in [(RUSSIAN, 8, "Сказал Кравцов."), (CHINESE, 3, "王国军说。")]
    {
        let mut original = article.pairs.map(|p| p.0).to_vec();
        original.insert(at, tag);
        let translation = text(article.pairs.map(|p| p.1));
        let comparison = compare(
            &text(original),
            language(&article),
            &translation,
            &Words::default(),
        );
        assert_eq!(said(&comparison), [], "{tag}");
    }
}

#[test]
fn a_wrong_number_between_sure_sentences_is_certain() {
    let said = |article: &Article, at: usize, english| {
        let mut sentences = article.pairs.map(|p| p.1);
        sentences[at] = english;
        let original = text(article.pairs.map(|p| p.0));
        let comparison = compare(&original, language(article), &text(sentences), &Words::default());
        let mismatches = comparison.mismatches.into_iter();
        mismatches.map(|m| (m.certainty, m.message)).collect::<Vec<_>>()
    };
    let message = "58 million stands for 85 million.".to_owned();
    assert_eq!(
        said(
            &RUSSIAN,
            5,
            "Officials put the price of mending it at 58 million."
        ),
        [(Certainty::Certain, message)]
    );
    // Here not one word tells that the two belong together.
    assert_eq!(said(&CHINESE, 2, "The ship has 9,300 boxes."), []);
}

/// A table of the words that the tests below need.
const TABLE: &str = "# ours\nмост\tbridge\nремонт\trepair\nжитель\tresident inhabitant\nопора\tpier support\nстарый\told\nбалка\tbeam\n\
    движение\ttraffic movement\nавтобус\tbus\nулица\tstreet\nчертёж\tdrawing plan\nмузей\tmuseum\nспор\tdispute argument\n\
    суд\tcourt\nпохожий\tsimilar\nобращение\tappeal\nподписали\tsigned\nпостроили\tbuilt\nинженер\tengineer\nпроверили\tchecked\n\
    власти\tauthorities\nсчитают\tbelieve consider\nобойдётся\tcost\nзакроют\tclose\nопрос\tpoll survey\nпредложил\tproposed\n\
    архитектор\tarchitect\nпередаст\thand pass\nистория\thistory\nгород\tcity town\nзакончился\tended\nожидают\texpect\nрешение\tdecision\n";

/// The table above among as many other words as a table needs to be believed when it finds nothing.
fn large_table() -> WordTable {
    let letters: Vec<char> = "бвгджзклмнпрстфхцчшщ".chars().collect();
    let letter = |index: usize| letters[index % letters.len()];
    let mut lines = TABLE.to_owned();
    for index in 0..30_000 {
        let word = [
            letter(index),
            letter(index / 20),
            letter(index / 400),
            letter(index / 8000),
        ];
        lines.extend(word);
        lines.push_str("\tothing\n");
    }
    WordTable::read(lines.as_bytes(), "ours", language(&RUSSIAN)).unwrap()
}

#[test]
fn a_small_word_table_makes_nothing_certain() {
    let table = WordTable::read(TABLE.as_bytes(), "ours", language(&RUSSIAN)).unwrap();
    let (original, other) = (text([RUSSIAN.pairs[1].0]), text([RUSSIAN.pairs[8].1]));
    let comparison = compare(&original, language(&RUSSIAN), &other, &Words::with_table(table));
    let certain = comparison
        .mismatches
        .iter()
        .filter(|mismatch| mismatch.certainty == Certainty::Certain);
    assert_eq!(certain.count(), 0);
    let comparison = compare(
        &original,
        language(&RUSSIAN),
        &other,
        &Words::with_table(large_table()),
    );
    assert_eq!(comparison.mismatches[0].kind, MismatchKind::Other);
}

#[test]
fn with_a_word_table_a_dropped_sentence_is_certain() {
    let words = Words::with_table(large_table());
    let original = text(RUSSIAN.pairs.map(|p| p.0));
    let kept = RUSSIAN.pairs.iter().enumerate().filter(|(index, _)| *index != 9);
    let translation = text(kept.map(|(_, p)| p.1));
    let comparison = compare(&original, language(&RUSSIAN), &translation, &words);
    assert_eq!(comparison.aligned_with, "word list ours");
    let [missing] = &comparison.mismatches[..] else {
        panic!("{:?}", comparison.mismatches)
    };
    assert_eq!(
        (missing.kind, missing.certainty),
        (MismatchKind::Missing, Certainty::Certain)
    );
    assert_eq!(missing.message, "nothing renders this sentence");
}

#[test]
fn a_damaged_word_table_is_named_with_its_line() {
    let error = WordTable::read("мост\tbridge\nоблако\n".as_bytes(), "ours", language(&RUSSIAN)).unwrap_err();
    assert_eq!(error.to_string(), "line 2 of the word table has no tab");
}
