//! A model of a few kilobytes, made here: files that are damaged, vectors that do not depend on what they are made beside.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use vectors::{Language, Model, ModelError, Packed};

const WIDTH: usize = 32;
const INNER: usize = 64;
const POSITIONS: usize = 24;
const PIECES: [(&str, f32); 12] = [
    ("<s>", 0.0),
    ("<pad>", 0.0),
    ("</s>", 0.0),
    ("<unk>", 0.0),
    ("▁", -4.0),
    ("▁query", -5.0),
    (":", -3.0),
    ("▁rain", -6.0),
    ("▁ra", -3.5),
    ("in", -3.2),
    ("s", -2.0),
    ("дождь", -7.0),
];

/// Numbers that look random and are the same everywhere.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f32::from(u16::try_from(self.0 >> 16).unwrap()) / 65_536.0 - 0.5
    }
}

fn number(out: &mut Vec<u8>, number: usize) {
    out.extend(u32::try_from(number).unwrap().to_le_bytes());
}

/// A file as other programs write it.
fn tiny() -> Vec<u8> {
    let mut out = b"E5S1".to_vec();
    for head in [1, WIDTH, 1, 2, INNER, PIECES.len(), POSITIONS, 2] {
        number(&mut out, head);
    }
    out.extend(1e-12_f32.to_le_bytes());
    for head in [32, PIECES.len(), 0, 2, 1, 3] {
        number(&mut out, head);
    }
    let string: String = PIECES.iter().map(|(piece, _)| *piece).collect();
    out.extend((string.len() as u64).to_le_bytes());
    let mut end = 0;
    number(&mut out, end);
    for (piece, _) in PIECES {
        end += piece.len();
        number(&mut out, end);
    }
    for (_, score) in PIECES {
        out.extend(score.to_le_bytes());
    }
    out.extend(string.bytes());
    // One form: a tab is a space.
    number(&mut out, 1);
    number(&mut out, 9);
    number(&mut out, 9);
    out.push(1);
    number(&mut out, 32);
    let square = WIDTH * WIDTH;
    let mut tensors = vec![
        ("emb.word", true, PIECES.len() * WIDTH),
        ("emb.pos", false, POSITIONS * WIDTH),
        ("emb.type", false, 2 * WIDTH),
        ("emb.ln.w", false, WIDTH),
        ("emb.ln.b", false, WIDTH),
    ];
    for name in ["l0.q", "l0.k", "l0.v", "l0.ao"] {
        tensors.push((name, true, square));
    }
    tensors.extend([("l0.fi", true, INNER * WIDTH), ("l0.fo", true, WIDTH * INNER)]);
    let mut all: Vec<(String, bool, usize)> = Vec::new();
    for (name, blocks, count) in tensors {
        if name.starts_with("l0") {
            all.push((format!("{name}.w"), blocks, count));
            all.push((
                format!("{name}.b"),
                false,
                if name == "l0.fi" { INNER } else { WIDTH },
            ));
        } else {
            all.push((name.to_owned(), blocks, count));
        }
    }
    for name in ["l0.aln.w", "l0.aln.b", "l0.oln.w", "l0.oln.b"] {
        all.push((name.to_owned(), false, WIDTH));
    }
    let mut numbers = Numbers(7);
    let mut data = Vec::new();
    let mut places = Vec::new();
    for (_, blocks, count) in &all {
        let start = data.len();
        if *blocks {
            for _ in 0..count / 32 {
                data.extend(0x3000_u16.to_le_bytes()); // 0.125
                for _ in 0..16 {
                    #[allow(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        reason = "from 0 to 255"
                    )]
                    data.push(((numbers.next() + 0.5) * 255.0) as u8);
                }
            }
        } else {
            for _ in 0..*count {
                data.extend((numbers.next() + 0.5).to_le_bytes());
            }
        }
        places.push(start..data.len());
    }
    number(&mut out, all.len());
    let directory: usize = all.iter().map(|(name, ..)| name.len() + 23).sum();
    let base = out.len() + directory;
    for ((name, blocks, count), place) in all.iter().zip(places) {
        out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        out.extend(name.bytes());
        out.push(u8::from(*blocks));
        number(&mut out, *count);
        out.extend(((base + place.start) as u64).to_le_bytes());
        out.extend((place.len() as u64).to_le_bytes());
    }
    out.extend(data);
    out
}

#[test]
fn the_likeliest_pieces_are_taken() {
    let model = Model::read(tiny()).unwrap();
    // "▁rain" (-6) is likelier than "▁ra", "in" (-6.7); a tab is a space, and several are one.
    assert_eq!(model.pieces("rains"), [5, 6, 7, 10]);
    assert_eq!(model.pieces("\t rain"), [5, 6, 7]);
    // What no piece has is unknown, and a text that names a special piece means its letters.
    assert_eq!(model.pieces("</s>"), [5, 6, 4, 3, 3, 10, 3]);
}

#[test]
fn vectors_depend_on_nothing_but_their_sentence() {
    let model = Model::read(tiny()).unwrap();
    let long = "rains ".repeat(200);
    let sentences: Vec<&str> = ["rain", "дождь", "", "in rains: rain", &long].repeat(60);
    let alone: Vec<_> = sentences
        .iter()
        .flat_map(|sentence| model.vectors(&[sentence], 1))
        .collect();
    assert_eq!(model.vectors(&sentences, 1), alone);
    assert_eq!(model.vectors(&sentences, 4), alone);
    for vector in &alone {
        assert!((vector.similarity(vector) - 1.0).abs() < 1e-5);
    }
    assert!(
        alone[0].similarity(&alone[1]) < 0.999,
        "two sentences are two directions"
    );
}

#[test]
fn a_file_that_is_cut_off_is_damaged_wherever_it_is_cut() {
    let bytes = tiny();
    for end in 4..bytes.len() {
        let error = Model::read(bytes[..end].to_vec()).unwrap_err();
        assert!(matches!(error, ModelError::Damaged(_)), "{end}: {error}");
    }
    assert!(matches!(Model::read(b"PK".to_vec()), Err(ModelError::NoModel)));
}

#[test]
fn no_byte_makes_it_panic() {
    let bytes = tiny();
    for at in 0..bytes.len().min(1_500) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0xff;
        if let Ok(model) = Model::read(bytes) {
            let _ = model.vectors(&["rains in"], 1);
        }
    }
}

#[test]
fn a_pruned_model_says_the_same_and_knows_when_it_is_damaged() {
    let whole = Model::read(tiny()).unwrap();
    let language = Language {
        middle: vec![0.25; WIDTH],
        typical: 0.5,
    };
    let bytes = Packed::read(tiny())
        .unwrap()
        .pruned(|piece, _| piece != "дождь", &[language.packed("ru")]);
    let pruned = Model::read(bytes.clone()).unwrap();
    assert_eq!(pruned.vectors(&["rains"], 1), whole.vectors(&["rains"], 1));
    assert_eq!(pruned.pieces("дождь").last(), Some(&3), "it is unknown now");
    assert_eq!(pruned.language("ru").map(|language| language.typical), Some(0.5));
    assert!(pruned.vectors_in("uk", &["rain"], 1).is_none());
    let seen = pruned.vectors_in("ru", &["rain"], 1).unwrap();
    assert_eq!(
        seen[0],
        whole.vectors(&["rain"], 1)[0].seen_from(&language.middle)
    );

    let mut damaged = bytes;
    let last = damaged.len() - 100;
    damaged[last] ^= 1;
    let error = Model::read(damaged).unwrap_err().to_string();
    assert_eq!(
        error,
        "the model is damaged: its bytes are not those that were written"
    );
}
