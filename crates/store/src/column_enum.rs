//! Enums that are kept as texts.

/// Declares an enum whose values are the texts of a column.
macro_rules! column_enum {
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$variant_meta:meta])* $variant:ident => $text:literal),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* $variant),+
        }

        impl $name {
            /// The column's text.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// From the column's text.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl From<$name> for $crate::Value<'_> {
            fn from(value: $name) -> Self {
                Self::Text(value.as_str())
            }
        }

        impl $crate::FromCell<'_> for $name {
            fn from_cell(cell: &$crate::Cell) -> Option<Self> {
                <&str as $crate::FromCell<'_>>::from_cell(cell).and_then(Self::parse)
            }
        }
    };
}
pub(crate) use column_enum;
