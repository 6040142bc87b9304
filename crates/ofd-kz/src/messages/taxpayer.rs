//! The one message whose field 6 has two types: by hand, since the schema language cannot say it.

use prost::DecodeError;
use prost::bytes::{Buf, BufMut};
use prost::encoding::{DecodeContext, WireType, int32, skip_field, string, uint32};

/// The taxpayer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OrgRegInfo {
    /// `title`, number 1.
    pub title: Option<String>,
    /// `address`, number 2.
    pub address: Option<String>,
    /// `inn`, in 2.0.4 `iin`, number 3.
    pub iin: Option<String>,
    /// `taxation_type`, number 4.
    pub taxation_type: Option<u32>,
    /// `okved`, in 2.0.4 `oked`, number 5.
    pub oked: Option<String>,
    /// `tenantId` of 2.0.2: number 6 as an integer.
    pub tenant_id_v202: Option<i32>,
    /// `address_kz`, since 2.0.3: number 6 as text.
    pub address_kz: Option<String>,
    /// `tenantId` of 2.0.3, number 7.
    pub tenant_id: Option<i32>,
}

impl prost::Message for OrgRegInfo {
    fn encode_raw(&self, buf: &mut impl BufMut)
    where
        Self: Sized,
    {
        let mut text = |number: u32, value: &Option<String>| {
            if let Some(value) = value {
                string::encode(number, value, buf);
            }
        };
        text(1, &self.title);
        text(2, &self.address);
        text(3, &self.iin);
        if let Some(value) = &self.taxation_type {
            uint32::encode(4, value, buf);
        }
        if let Some(value) = &self.oked {
            string::encode(5, value, buf);
        }
        if let Some(value) = &self.tenant_id_v202 {
            int32::encode(6, value, buf);
        }
        if let Some(value) = &self.address_kz {
            string::encode(6, value, buf);
        }
        if let Some(value) = &self.tenant_id {
            int32::encode(7, value, buf);
        }
    }

    fn merge_field(
        &mut self,
        number: u32,
        wire: WireType,
        buf: &mut impl Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError>
    where
        Self: Sized,
    {
        let place = match number {
            1 => &mut self.title,
            2 => &mut self.address,
            3 => &mut self.iin,
            5 => &mut self.oked,
            6 if wire == WireType::LengthDelimited => &mut self.address_kz,
            4 => return uint32::merge(wire, self.taxation_type.get_or_insert_default(), buf, context),
            6 => return int32::merge(wire, self.tenant_id_v202.get_or_insert_default(), buf, context),
            7 => return int32::merge(wire, self.tenant_id.get_or_insert_default(), buf, context),
            _ => return skip_field(wire, number, buf, context),
        };
        string::merge(wire, place.get_or_insert_default(), buf, context)
    }

    fn encoded_len(&self) -> usize {
        let text = |number: u32, value: &Option<String>| {
            value
                .as_ref()
                .map_or(0, |value| string::encoded_len(number, value))
        };
        let integer = |number: u32, value: &Option<i32>| {
            value
                .as_ref()
                .map_or(0, |value| int32::encoded_len(number, value))
        };
        let taxation = self.taxation_type.as_ref();
        text(1, &self.title)
            + text(2, &self.address)
            + text(3, &self.iin)
            + taxation.map_or(0, |value| uint32::encoded_len(4, value))
            + text(5, &self.oked)
            + integer(6, &self.tenant_id_v202)
            + text(6, &self.address_kz)
            + integer(7, &self.tenant_id)
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}
