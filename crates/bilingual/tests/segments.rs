//! Pairs of sentences, by language: what is said of them, and what is not. All sentences are our own.

use bilingual::{Acronyms, Certainty, Mismatch, MismatchKind, Side, check_segment};
use text::Lang;

fn check(lang: &str, original: &str, english: &str) -> Vec<Mismatch> {
    let original = Side::whole(original, Lang::from_tag(lang));
    check_segment(
        original,
        Side::whole(english, Some(Lang::ENGLISH)),
        &Acronyms::default(),
    )
}

fn messages(lang: &str, original: &str, english: &str) -> Vec<String> {
    check(lang, original, english)
        .into_iter()
        .map(|m| m.message)
        .collect()
}

#[track_caller]
fn agrees(lang: &str, pairs: &[(&str, &str)]) {
    for (original, english) in pairs {
        assert_eq!(messages(lang, original, english), [""; 0], "{original}");
    }
}

/// Each row: original, English, the only message, which is certain.
#[track_caller]
fn certain(lang: &str, rows: &[(&str, &str, &str)]) {
    for (original, english, message) in rows {
        let found = check(lang, original, english);
        assert_eq!(found.len(), 1, "{original}: {found:?}");
        assert_eq!(
            (found[0].certainty, found[0].message.as_str()),
            (Certainty::Certain, *message)
        );
    }
}

#[track_caller]
fn look(lang: &str, rows: &[(&str, &str, &str)]) {
    for (original, english, message) in rows {
        let found = check(lang, original, english);
        assert_eq!(found.len(), 1, "{original}: {found:?}");
        assert_eq!(
            (found[0].certainty, found[0].message.as_str()),
            (Certainty::Look, *message)
        );
    }
}

#[test]
fn russian_that_agrees() {
    agrees(
        "ru",
        &[
            ("Погибли 11 тыс. человек.", "Some 11,000 people died."),
            (
                "Бюджет вырос на 2,5 млрд рублей.",
                "The budget grew by 2.5 billion rubles.",
            ),
            (
                "За сутки пострадали двадцать пять человек.",
                "Twenty-five people were hurt in 24 hours.",
            ),
            ("Ему полгода.", "He is six months old."),
            ("Встреча начнётся в 17:30.", "The meeting starts at 5:30 p.m."),
            ("Поезд ушёл в 9 часов.", "The train left at 9 a.m."),
            ("Это построили в XIX веке.", "It was built in the 19th century."),
            ("Он родился 5 мая 1950 года.", "He was born on May 5, 1950."),
            ("В 90-е годы было трудно.", "Times were hard in the 1990s."),
            ("Пришли около 150 000 зрителей.", "About 150,000 spectators came."),
            (
                "Ущерб составил 149 872 доллара.",
                "The damage was about $150,000.",
            ),
            ("До города 100 км.", "The city is 62 miles away."),
            ("Обе стороны согласны.", "Both sides agree."),
            (
                "Цены выросли на 3-5 тыс. рублей.",
                "Prices rose by 3,000 to 5,000 rubles.",
            ),
            ("Коронавирус отступает.", "COVID-19 is in retreat."),
            ("Самолёт Boeing 737 сел.", "The Boeing 737 landed."),
            (
                "Выделено полтора миллиона рублей.",
                "One and a half million rubles were set aside.",
            ),
            ("На это ушло двадцать лет.", "It took two decades."),
            ("В 1/8 финала они проиграли.", "They lost in the round of 16."),
            (
                "Собрали более двух с половиной миллионов рублей.",
                "More than two and a half million rubles were raised.",
            ),
            ("Звоните: 7 926 111-22-33.", "Call 7 926 111-22-33."),
            (
                "Заболели 2,3 млн человек.",
                "In all 2. 3 million people fell ill.",
            ),
        ],
    );
}

#[test]
fn russian_that_does_not() {
    certain(
        "ru",
        &[
            (
                "Погибли 11 тыс. человек.",
                "Some 15,000 people died.",
                "15,000 stands for 11,000.",
            ),
            (
                "Бюджет вырос на 2,5 млрд рублей.",
                "The budget grew by 2.5 million rubles.",
                "2.5 million is 1/1,000 of 2.5 billion.",
            ),
            (
                "Суд пройдёт в июле.",
                "The trial is in June.",
                "June stands for July.",
            ),
            (
                "Он приехал 24 апреля.",
                "He came on April 14.",
                "14 stands for 24.",
            ),
            (
                "Пришли тридцать человек.",
                "Thirteen people came.",
                "Thirteen stands for 30.",
            ),
            (
                "Долг вырос на полтриллиона рублей.",
                "The debt grew by half a million rubles.",
                "half a million is 1/1,000,000 of 500 billion.",
            ),
            (
                "Выросло на 12 процентов.",
                "It grew by 21 percent.",
                "21 percent stands for 12%.",
            ),
            (
                "Матч УЕФА завтра.",
                "The EUFA match is tomorrow.",
                "EUFA stands for УЕФА, which is UEFA in English.",
            ),
        ],
    );
    look(
        "ru",
        &[
            (
                "Пришло много людей.",
                "Some 300 people came.",
                "The original has no 300.",
            ),
            (
                "Пришли 300 человек.",
                "Many people came.",
                "The 300 of the original is not in the English.",
            ),
            (
                "Об этом сообщил МВФ.",
                "This was reported.",
                "Nothing stands for МВФ, which is IMF in English.",
            ),
            (
                "Кто виноват?",
                "Somebody is to blame.",
                "The original asks a question.",
            ),
        ],
    );
}

#[test]
fn ukrainian() {
    agrees(
        "uk",
        &[
            ("П’ятдесят дві людини поранено.", "Fifty-two people were wounded."),
            (
                "Збитки — 2,4 мільярда гривень.",
                "Losses are 2.4 billion hryvnias.",
            ),
            (
                "За добу збили 12 дронів.",
                "Twelve drones were shot down in 24 hours.",
            ),
            ("Це сталося 8 листопада.", "It happened on November 8."),
            ("Минуло півроку.", "Six months have passed."),
        ],
    );
    certain(
        "uk",
        &[
            (
                "Збили 12 дронів.",
                "They shot down 21 drones.",
                "21 stands for 12.",
            ),
            (
                "Збитки — 2,4 мільярда гривень.",
                "Losses are 2.4 million hryvnias.",
                "2.4 million is 1/1,000 of 2.4 billion.",
            ),
            (
                "Це буде у лютому.",
                "It will be in March this year.",
                "March stands for February.",
            ),
        ],
    );
}

#[test]
fn german() {
    agrees(
        "de",
        &[
            (
                "Rund 1,2 Mio. Euro fehlen.",
                "About 1.2 million euros are missing.",
            ),
            ("Vierundzwanzig Helfer kamen.", "Twenty-four helpers came."),
            ("Es begann um 14.30 Uhr.", "It began at 2:30 p.m."),
            ("Es begann um 12.40 Uhr.", "It began around 12.40."),
            (
                "Am 3.10.1990 war es so weit.",
                "The time came on October 3, 1990.",
            ),
            ("In den 80er Jahren lebte er hier.", "He lived here in the 1980s."),
            ("Die Hälfte fehlt.", "Half is missing."),
            ("Nach einem halben Jahr ging er.", "He left after six months."),
            ("Sie zahlt 3.500 Euro.", "She pays 3,500 euros."),
            ("Zwei Kinder (4, 7) kamen mit.", "Two children (4,7) came along."),
            ("Im Viertelfinale war Schluss.", "It ended in the round of eight."),
        ],
    );
    certain(
        "de",
        &[
            (
                "Sie zahlt 3.500 Euro.",
                "She pays 5,300 euros.",
                "5,300 stands for 3,500.",
            ),
            ("Elf Kinder kamen.", "Two children came.", "Two stands for 11."),
            (
                "Er fand 731.204 Fälle.",
                "He found 73,1204 cases.",
                "The separators of 73,1204 contradict each other.",
            ),
            (
                "Rund 3 Mrd. Euro fehlen.",
                "About 3 million euros are missing.",
                "3 million is 1/1,000 of 3 billion.",
            ),
            (
                "Das war im März 2019.",
                "That was in May 2019.",
                "May stands for March.",
            ),
            (
                "Er sagte, dass es nicht so sei.",
                "He said, dass es nicht so sei.",
                "“dass es nicht so sei” was not translated.",
            ),
        ],
    );
}

#[test]
fn czech_and_polish() {
    agrees(
        "cs",
        &[
            ("Pětadvacet lidí čekalo.", "Twenty-five people waited."),
            ("Stálo to 12,5 milionu korun.", "It cost 12.5 million crowns."),
            ("Stalo se to kolem 23. hodiny.", "It happened around 11 p.m."),
            ("Vyhrál posedmé.", "He won for the seventh time."),
            ("Přišlo to v červenci.", "It came in July."),
        ],
    );
    certain(
        "cs",
        &[
            (
                "Stálo to 7,3 milionu korun.",
                "It cost 7.3 billion crowns.",
                "7.3 billion is 1,000 times 7.3 million.",
            ),
            (
                "Vydělá 28 340 korun.",
                "He earns 28,340 crore.",
                "28,340 crore is 10,000,000 times 28,340.",
            ),
            (
                "Přišlo to v červenci.",
                "It came in June.",
                "June stands for July.",
            ),
            (
                "Osmačtyřicetiletý muž zmizel.",
                "A 44-year-old man is missing.",
                "44 stands for 48.",
            ),
        ],
    );
    agrees(
        "pl",
        &[
            ("Dwadzieścia trzy osoby zginęły.", "Twenty-three people died."),
            ("Kosztuje 3 mld zł.", "It costs 3 billion zlotys."),
            ("Trwało to całą dobę.", "It lasted for 24 hours."),
            ("Było to we wrześniu.", "It was in September."),
        ],
    );
    certain(
        "pl",
        &[
            (
                "Kosztuje 3 mld zł.",
                "It costs 3 million zlotys.",
                "3 million is 1/1,000 of 3 billion.",
            ),
            ("Zginęło 17 osób.", "In all, 71 people died.", "71 stands for 17."),
            ("Było to 5 maja.", "It was on March 5.", "March stands for May."),
        ],
    );
}

#[test]
fn french_spanish_and_italian() {
    agrees(
        "fr",
        &[
            (
                "Quatre-vingt-dix-sept élus ont voté.",
                "Ninety-seven deputies voted.",
            ),
            ("Rendez-vous à 14h30.", "See you at 2:30 p.m."),
            (
                "Au XIVe siècle, la ville brûla.",
                "In the 14th century the town burnt.",
            ),
            ("Il coûte 3 000 euros.", "It costs 3,000 euros."),
            ("Il revient dans quinze jours.", "He comes back in two weeks."),
        ],
    );
    certain(
        "fr",
        &[
            (
                "Il coûte 3 000 euros.",
                "It costs 8,000 euros.",
                "8,000 stands for 3,000.",
            ),
            (
                "Au XIVe siècle, la ville brûla.",
                "In the 15th century the town burnt.",
                "15th stands for 14.",
            ),
            (
                "Le 3 août, il partit.",
                "On July 3 he left.",
                "July stands for August.",
            ),
        ],
    );
    agrees(
        "es",
        &[
            ("Son 5 mil millones de euros.", "That is 5 billion euros."),
            ("Cuarenta y dos heridos.", "Forty-two injured."),
            ("Media docena de casos.", "Half a dozen cases."),
        ],
    );
    certain(
        "es",
        &[
            (
                "Son 3.000 millones de euros.",
                "That is 3 million euros.",
                "3 million is 1/1,000 of 3 billion.",
            ),
            ("Hay 25 casos.", "There are 52 cases.", "52 stands for 25."),
            ("Llegó en enero.", "He came in June.", "June stands for January."),
        ],
    );
    agrees(
        "it",
        &[
            ("Ventotto feriti.", "Twenty-eight injured."),
            ("Costa duemila euro.", "It costs 2,000 euros."),
            ("Alle 23:35 era finita.", "It was over at 11:35 pm."),
        ],
    );
    certain(
        "it",
        &[
            (
                "Alle 23:35 era finita.",
                "It was over at 11:45 pm.",
                "11:45 pm stands for 23:35.",
            ),
            (
                "Costa 2 miliardi.",
                "It costs 2 million.",
                "2 million is 1/1,000 of 2 billion.",
            ),
            (
                "Sei barche affondate.",
                "Seven boats sank.",
                "Seven stands for 6.",
            ),
        ],
    );
}

#[test]
fn chinese_and_japanese() {
    agrees(
        "zh",
        &[
            ("确诊417.6万例。", "There are 4.176 million cases."),
            ("百分之二十的人同意。", "Twenty percent of people agree."),
            ("全长18.9千米。", "It is 18.9 km long."),
            ("走了五六百米。", "He walked five or six hundred metres."),
            ("“十三五”时期", "The 13th Five-Year Plan period"),
            ("一二月份下雪。", "It snows in January and February."),
            ("增长近四成。", "It grew by nearly 40%."),
            ("9000多万元", "More than 90 million yuan"),
            ("四五千年的历史", "A history of four-and-a-half thousand years"),
            ("走了两三百米。", "He walked 250 metres."),
        ],
    );
    certain(
        "zh",
        &[
            (
                "水库面积为3.47万公顷。",
                "The reservoir covers 347,000 hectares.",
                "347,000 is 10 times 34,700.",
            ),
            (
                "确诊417.6万例。",
                "There are 4.176,000 cases.",
                "The separators of 4.176,000 contradict each other.",
            ),
            (
                "她1976年出版小说。",
                "In 1967 she published the novel.",
                "1967 stands for 1976.",
            ),
            ("7月去的。", "He went in June.", "June stands for July."),
            ("他26日到达。", "He arrived on the 6th.", "6th stands for 26."),
            (
                "收入达到60亿元。",
                "Revenue reached 600 milion yuan.",
                "600 milion is 1/10 of 6 billion.",
            ),
            (
                "共收到1280万元。",
                "They received 1.2.8 million yuan.",
                "The separators of 1.2.8 million contradict each other.",
            ),
            (
                "共有162844人。",
                "There are 1,628,44 people.",
                "The separators of 1,628,44 contradict each other.",
            ),
        ],
    );
    look(
        "zh",
        &[("他25日到达。", "There are 32 districts.", "32 stands for 25.")],
    );
    agrees(
        "zh",
        &[
            ("收入达到60亿元。", "Revenue reached 6 billon yuan."),
            ("新版本是1.2.8。", "The new version is 1.2.8."),
        ],
    );
    agrees(
        "ja",
        &[
            ("０４～０５年に建てられた。", "It was built in 2004 and 2005."),
            ("令和3年に始まった。", "It began in 2021."),
            ("午後2時半に出た。", "They left at 2:30 p.m."),
            ("電話は０９０・１２３４・５６７８。", "Call 090-1234-5678."),
            ("8300億円を投資した。", "They invested 830 billion yen."),
        ],
    );
    certain(
        "ja",
        &[
            (
                "8300億円を投資した。",
                "They invested 83 billion yen.",
                "83 billion is 1/10 of 830 billion.",
            ),
            (
                "工事は2034年まで続く。",
                "The works go on until 2043.",
                "2043 stands for 2034.",
            ),
        ],
    );
}

#[test]
fn any_other_language_is_compared_by_its_digits() {
    agrees(
        "fi",
        &[
            ("Kaksi miljoonaa euroa.", "Two million euros."),
            ("Yli 3 miljoonaa euroa.", "More than 3 million euros."),
            ("Se maksoi 12 500 euroa.", "It cost 12,500 euros."),
        ],
    );
    certain(
        "fi",
        &[(
            "Vuonna 1952 hän lähti.",
            "In 1962 she left.",
            "1962 stands for 1952.",
        )],
    );
    agrees(
        "fi",
        &[
            ("Hän oli kymmenes.", "He was 10th."),
            ("Yli 22 tuhatta lasta.", "More than 22,000 children."),
            ("Milloin hän lähti.", "When did he leave?"),
        ],
    );
    look(
        "fi",
        &[(
            "Hän lähti pois.",
            "She left in 1962.",
            "The original has no 1962.",
        )],
    );
}

#[test]
fn small_words_accuse_beside_one_unit() {
    for (lang, original, english, message) in [
        (
            "cs",
            "Přijel o dva roky později.",
            "He came three years later.",
            "three stands for 2.",
        ),
        (
            "it",
            "È nato due mesi fa.",
            "He was born five months ago.",
            "five stands for 2.",
        ),
        (
            "ru",
            "Он уехал на две недели.",
            "He left for four weeks.",
            "four stands for 2.",
        ),
        (
            "pl",
            "Wyjechał na dwa dni.",
            "He left for three days.",
            "three stands for 2.",
        ),
    ] {
        certain(lang, &[(original, english, message)]);
    }
    agrees(
        "cs",
        &[
            ("Přijel o dva roky později.", "He came a couple of years later."),
            ("Dva muži čekali.", "Both men waited."),
        ],
    );
}

#[test]
fn the_number_of_covid_is_known() {
    certain(
        "cs",
        &[(
            "Pandemie covidu zavřela školy.",
            "The covid-93 pandemic closed schools.",
            "covid-93 stands for COVID-19.",
        )],
    );
    agrees(
        "cs",
        &[
            (
                "Pandemie covidu zavřela školy.",
                "The Covid-19 pandemic closed schools.",
            ),
            (
                "Film Covid-21 se točí zde.",
                "The film Covid-21 is being shot here.",
            ),
        ],
    );
}

#[test]
fn stems_that_a_shorter_form_begins_are_read() {
    agrees(
        "ru",
        &[
            ("Он занял третье место.", "He came 3rd."),
            ("Она была третьей.", "She was 3rd."),
            ("Третьего рейса нет.", "There is no 3rd flight."),
            ("Треть домов пуста.", "A third of the houses are empty."),
            ("Одной сотней больше.", "A 100 more."),
        ],
    );
    agrees(
        "uk",
        &[("Приїхали десятками.", "They came by tens, 10 at a time.")],
    );
}

#[test]
fn german_compounds_end_in_places() {
    agrees(
        "de",
        &[
            (
                "Das Tor des Tabellenvierten fiel spät.",
                "The goal of the fourth-placed team fell late.",
            ),
            ("Der Zweitplatzierte gab auf.", "The 2nd gave up."),
        ],
    );
}

#[test]
fn dates_in_digits_are_dates() {
    agrees(
        "ru",
        &[
            ("28 августа 2015, 20:05", "28-08-2015, 20:05"),
            ("Он приехал 8 марта 2015 года.", "He came on 08/03/2015."),
        ],
    );
    certain(
        "ru",
        &[(
            "Он приехал 28 августа 2015 года.",
            "He came on 27/08/2015.",
            "27 stands for 28.",
        )],
    );
}

#[test]
fn a_wrong_magnitude_finds_its_number_anywhere() {
    let found = check(
        "zh",
        "发行45.99亿股后，总股本不超过470.23亿股。",
        "After 45.99 billion shares, the capital does not exceed 470.23 billion shares.",
    );
    let messages: Vec<&str> = found.iter().map(|m| m.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "45.99 billion is 10 times 4.599 billion.",
            "470.23 billion is 10 times 47.023 billion."
        ]
    );
}

#[test]
fn a_note_puts_both_sides_in_one_notation() {
    let found = check("zh", "确诊417.6万例。", "There are 4.176 billion cases.");
    assert_eq!(found[0].kind, MismatchKind::Scale);
    assert_eq!(found[0].note.as_deref(), Some("417.6万 = 4.176 million"));
    assert_eq!(found[0].replacement.as_deref(), Some("4.176 million"));
    let found = check("ru", "Пришли 8 361 человек.", "Exactly 8,316 people came.");
    assert_eq!(found[0].replacement.as_deref(), Some("8,361"));
}

#[test]
fn nothing_is_replaced_where_a_number_can_be_read_in_two_ways() {
    let found = check("de", "Er zahlt 3.500 Euro.", "He pays 4,500 euros.");
    assert_eq!(
        (found[0].certainty, &found[0].replacement),
        (Certainty::Certain, &None)
    );
}

#[test]
fn places_are_in_the_whole_texts() {
    let (original, english) = (
        "Раньше. Погибли 11 тыс. человек.",
        "Before. Some 15,000 people died.",
    );
    let side = |text, at: &str, lang| {
        let start = str::find(text, at).unwrap();
        Side {
            text,
            span: text::Span::new(start, text.len()),
            lang,
        }
    };
    let found = check_segment(
        side(original, "Погибли", Lang::from_tag("ru")),
        side(english, "Some", None),
        &Acronyms::default(),
    );
    assert_eq!(&english[found[0].translation], "15,000");
    assert_eq!(&original[found[0].original.unwrap()], "11 тыс");
}
