//! Enums of which each variant has a word: in a configuration, a report or a document.

/// Defines an enum, and leads from each variant to its word.
///
/// ```text
/// words! {
///     /// A season.
///     pub enum Season {
///         /// From June on.
///         Summer = "summer",
///     }
/// }
/// ```
macro_rules! words {
    ($(#[$attributes:meta])* $vis:vis enum $Name:ident { $($(#[$docs:meta])* $Variant:ident = $word:literal,)+ }) => {
        $(#[$attributes])*
        $vis enum $Name {
            $($(#[$docs])* $Variant,)+
        }

        #[allow(dead_code, reason = "not every enum is walked through, and not every one is shown")]
        impl $Name {
            /// All of them, in the order of the declaration.
            $vis const ALL: [Self; [$(Self::$Variant),+].len()] = [$(Self::$Variant),+];

            /// All of them, each with its word.
            $vis const NAMES: [(&'static str, Self); Self::ALL.len()] = [$(($word, Self::$Variant)),+];

            /// Returns its word.
            $vis const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$Variant => $word,)+
                }
            }
        }
    };
}

pub(crate) use words;
