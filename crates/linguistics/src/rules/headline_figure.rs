use text::{BlockKind, Token};

use crate::document::Document;
use crate::finding::{Category, Severity};
use crate::rule::{BuiltIn, Example, Findings, Languages, Point};

use super::phrase::{is_month, spaced};

pub(super) static RULE: BuiltIn = BuiltIn {
    name: "headline-figure",
    summary: "a figure or day of the headline whose digits have changed on their way into the article",
    category: Category::Mistranslation,
    severity: Severity::Major,
    languages: Languages::ENGLISH,
    point: Point::AnyText,
    explain: "Headline and article are translated apart from each other, and a decimal point, a “thousand” or two digits \
              get lost in one of them: 15 % above, 1.5 % below. Figures that only differ are left alone, since an article \
              may count several things; the same digits with another magnitude or order, before the same word, and the \
              figure of the headline nowhere in the article, are a slip.",
    examples: &[
        Example::Flags {
            text: "Grain exports fall by [[15 percent]]\n\nGrain exports fell by 1.5 percent in May, the port said.",
            fixed: None,
        },
        Example::Flags {
            text: "Mill gives [[120 thousand tons]] to town\n\nThe mill gave 1,200 tons of flour to the town on Monday.",
            fixed: None,
        },
        Example::Flags {
            text: "Storm leaves [[84 houses]] without roof\n\nThe storm took the roofs off 48 houses in two villages.",
            fixed: None,
        },
        Example::Flags {
            text: "Mill to reopen on [[May 21]]\n\nThe mill will reopen on May 12, the mayor said on Monday.",
            fixed: None,
        },
        Example::Passes(
            "Mill reopens on May 21\n\nThe mill was closed on May 12. It reopens on May 21, or on May 22.",
        ),
        Example::Passes(
            "Five houses burn in Lower Mill\n\nTwo houses burnt down at night, three houses lost their roofs.",
        ),
        Example::Passes(
            "Mill gives 1,200 tons to town\n\nThe mill gave 1.2 thousand tons of flour to the town.",
        ),
        Example::Passes(
            "Prices up 15 percent\n\nPrices rose by 15 percent in May after 1.5 percent in April.",
        ),
        Example::Passes("Port ships 2 million tons\n\nThe port shipped 2,000,000 tons; 20 tons were lost."),
        Example::Passes("Ferry carries 10 cars\n\nThe ferry can carry 100 cars. On Monday it carried ten."),
    ],
    check,
};

fn check(doc: &Document, findings: &mut Findings) {
    let Some((headline, body)) = doc
        .blocks()
        .split_first()
        .filter(|(first, _)| first.kind == BlockKind::Heading)
    else {
        return;
    };
    let claimed = amounts(doc, doc.tokens_of(headline));
    if claimed.is_empty() {
        return;
    }
    let article = body.iter().filter(|block| block.boilerplate.is_none());
    let body: Vec<Token> = article.flat_map(|block| doc.tokens_of(block)).copied().collect();
    let told = amounts(doc, &body);
    let spelt_out = |amount: &Amount| {
        body.iter()
            .any(|token| word_for(amount.value) == Some(doc.lower(*token)))
    };
    for amount in &claimed {
        if told.iter().any(|other| other.value == amount.value) || spelt_out(amount) {
            continue;
        }
        let same_thing = |other: &&Amount| other.unit == amount.unit;
        if let Some(other) = told
            .iter()
            .filter(same_thing)
            .find(|other| is_slip(amount, other))
        {
            report(doc, findings, amount, other);
        }
    }
}

/// A number with the word behind it.
struct Amount<'a> {
    /// In thousandths, so that figures can be compared exactly.
    value: u128,
    /// The digits without point, commas and zeros at either end.
    digits: String,
    unit: &'a str,
    start: usize,
    end: usize,
}

/// Every number in front of a word, with "thousand" and the like counted in, and every day behind its month.
fn amounts<'a>(doc: &'a Document, tokens: &[Token]) -> Vec<Amount<'a>> {
    let amount = |at: usize| {
        let number = tokens[at];
        let mut value = thousandths(doc.word(number))?;
        let month = at
            .checked_sub(1)
            .map(|at| tokens[at])
            .filter(|before| is_month(doc.word(*before)));
        if let Some(month) = month {
            let digits = doc.word(number).to_owned();
            return Some(Amount {
                value,
                digits,
                unit: doc.lower(month),
                start: month.start(),
                end: number.end(),
            });
        }
        let mut next = at + 1;
        if let Some(factor) = tokens.get(next).and_then(|word| factor(doc.lower(*word))) {
            value = value.checked_mul(factor)?;
            next += 1;
        }
        let unit = *tokens.get(next)?;
        let percent = doc.word(unit) == "%";
        if !percent && (!unit.is_word() || !spaced(doc, tokens[next - 1], unit)) {
            return None;
        }
        let digits = value.to_string().trim_end_matches('0').to_owned();
        let unit_word = if percent { "percent" } else { doc.lower(unit) };
        Some(Amount {
            value,
            digits,
            unit: unit_word,
            start: number.start(),
            end: unit.end(),
        })
    };
    (0..tokens.len())
        .filter(|at| tokens[*at].is_number())
        .filter_map(amount)
        .filter(|amount| amount.value > 0)
        .collect()
}

/// `1,200` -> 1200000, `1.5` -> 1500; `None` for more than three decimals, dates and the like.
fn thousandths(number: &str) -> Option<u128> {
    const LONGEST: usize = 15;
    let plain = number.replace(',', "");
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits_only = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || plain.len() > LONGEST
        || decimals.len() > 3
        || !digits_only(whole)
        || !digits_only(decimals)
    {
        return None;
    }
    format!("{whole}{decimals:0<3}").parse().ok()
}

fn factor(word: &str) -> Option<u128> {
    match word {
        "thousand" => Some(1_000),
        "million" => Some(1_000_000),
        "billion" => Some(1_000_000_000),
        _ => None,
    }
}

/// The word for a small whole number, given in thousandths.
fn word_for(value: u128) -> Option<&'static str> {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    WORDS
        .get(usize::try_from(value / 1_000).ok()?)
        .filter(|_| value.is_multiple_of(1_000))
        .copied()
}

/// Whether both have the same digits, with another magnitude or with two of them swapped. A single digit proves nothing.
fn is_slip(a: &Amount, b: &Amount) -> bool {
    let swapped = a.value.to_string().len() == b.value.to_string().len()
        && strsim::osa_distance(&a.digits, &b.digits) == 1
        && {
            let sorted = |digits: &str| {
                let mut digits = digits.as_bytes().to_vec();
                digits.sort_unstable();
                digits
            };
            sorted(&a.digits) == sorted(&b.digits)
        };
    a.digits.len() > 1 && (a.digits == b.digits || swapped)
}

fn report(doc: &Document, findings: &mut Findings, claimed: &Amount, told: &Amount) {
    let (here, there) = (doc.str(claimed.start..claimed.end), doc.str(told.start..told.end));
    findings
        .report(
            &RULE,
            claimed.start..claimed.end,
            format!("The headline has “{here}”, the article “{there}”"),
        )
        .confidence(0.85)
        .relate(told.start..told.end, "the figure in the article");
}
