//! What a sentence means, as a point: [`Vector`].

/// What a sentence means, as a direction; its length is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector(Box<[f32]>);

impl Vector {
    /// The direction of `values`.
    #[must_use]
    pub fn towards(mut values: Vec<f32>) -> Self {
        let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
        for value in &mut values {
            *value /= length.max(f32::MIN_POSITIVE);
        }
        Self(values.into())
    }

    /// Its coordinates.
    #[must_use]
    pub fn values(&self) -> &[f32] {
        &self.0
    }

    /// The direction in which it lies from `middle`.
    #[must_use]
    pub fn seen_from(&self, middle: &[f32]) -> Self {
        Self::towards(
            self.0
                .iter()
                .zip(middle)
                .map(|(value, middle)| value - middle)
                .collect(),
        )
    }

    /// The cosine of the angle between two vectors of one model: 1 in the same direction.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f32 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarity_is_that_of_directions() {
        let vector = |values: &[f32]| Vector::towards(values.to_vec());
        assert!((vector(&[3.0, 4.0]).similarity(&vector(&[6.0, 8.0])) - 1.0).abs() < 1e-6);
        assert!(vector(&[3.0, 4.0]).similarity(&vector(&[-4.0, 3.0])).abs() < 1e-6);
        assert_eq!(vector(&[0.0, 0.0]).values(), [0.0, 0.0]);
    }
}
