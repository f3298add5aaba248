//! Stream data, ISO 32000-2 §7.3.8.

use super::filter::{self, Predictor};
use super::lexer::Lexer;
use super::object::{Dict, Value};
use crate::signature::{budget::Budget, reason::Reason};

/// The `length` bytes from `at`, which `endstream` must follow. Readers agree on where data begin only behind `stream`
/// and one LF or CR LF (§7.3.8.1).
pub(crate) fn raw_data<'a>(
    bytes: &'a [u8],
    at: usize,
    length: usize,
    budget: &mut Budget,
) -> Result<&'a [u8], Reason> {
    let head = bytes.get(..at).ok_or(Reason::Truncated)?;
    if !head.ends_with(b"stream\n") && !head.ends_with(b"stream\r\n") {
        return Err(Reason::Damaged);
    }
    let end = at.checked_add(length).ok_or(Reason::Damaged)?;
    let data = bytes.get(at..end).ok_or(Reason::Truncated)?;
    let mut lexer = Lexer::new(bytes, end);
    lexer.skip_white();
    lexer.charge(end, budget)?;
    if lexer.take_keyword(b"endstream") {
        Ok(data)
    } else {
        Err(Reason::Damaged)
    }
}

/// Other words for `/Filter` and `/DecodeParms`, which some readers take outside of inline images, too (§8.9.7), and the
/// keys of streams that lie in another file (§7.3.8.2).
const OTHERWISE: [&[u8]; 5] = [b"DP", b"F", b"FDecodeParms", b"FFilter", b"Fl"];

/// What a stream says of its data, if all readers understand it the same way.
struct Packing {
    filters: Vec<Filter>,
}

/// Filters that a cross-reference or object stream may have (§7.4 table 6). Nobody writes them with another one, and
/// what readers make of broken data differs from filter to filter.
enum Filter {
    Hex,
    Flate(Option<Predictor>),
}

/// The data with their filters undone. Only for cross-reference and object streams and validation data; a paper's
/// pictures stay packed.
pub(crate) fn decode(dict: &Dict<'_>, data: &[u8], budget: &mut Budget) -> Result<Vec<u8>, Reason> {
    let packing = Packing::read(dict)?;
    let mut decoded = None;
    for one in packing.filters {
        let input = decoded.as_deref().unwrap_or(data);
        let limit = Budget::DECODED_STREAM.min(budget.decoded_bytes);
        let mut output = Vec::new();
        let done = match one {
            Filter::Hex => filter::undo_hex(input, limit, &mut output),
            Filter::Flate(_) => filter::undo_flate(input, limit, &mut output),
        };
        // What it took is paid for also in vain.
        Budget::spend(&mut budget.decoded_bytes, output.len().max(input.len()))?;
        done?;
        if let Filter::Flate(Some(predictor)) = one {
            output = filter::undo_predictor(output, &predictor)?;
        }
        decoded = Some(output);
    }
    if let Some(decoded) = decoded {
        return Ok(decoded);
    }
    if data.len() > Budget::DECODED_STREAM {
        return Err(Reason::LimitExceeded);
    }
    Budget::spend(&mut budget.decoded_bytes, data.len())?;
    Ok(data.to_vec())
}

impl Packing {
    /// One filter has one dictionary of parameters, a list of filters a list of as many (§7.3.8.2 table 5): where the
    /// two do not go together, readers take the parameters or leave them, and read other data. References are refused:
    /// what they lead to could be replaced later.
    fn read(dict: &Dict<'_>) -> Result<Self, Reason> {
        if dict.has_duplicates || OTHERWISE.iter().any(|key| dict.get(key).is_some()) {
            return Err(Reason::Damaged);
        }
        let parameters = dict.get(b"DecodeParms");
        let filters = match (dict.get(b"Filter"), parameters) {
            (None, None) => Vec::new(),
            (Some(Value::Array(names)), None) => {
                let each = names.iter().map(|name| Filter::read(name, None));
                each.collect::<Result<_, _>>()?
            }
            (Some(Value::Array(names)), Some(Value::Array(all))) if names.len() == all.len() => {
                let each = names.iter().zip(all);
                let each = each.map(|(name, one)| Filter::read(name, Some(one)));
                each.collect::<Result<_, _>>()?
            }
            (Some(name @ Value::Name(_)), one @ (None | Some(Value::Dict(_)))) => {
                vec![Filter::read(name, one)?]
            }
            _ => return Err(Reason::Damaged),
        };
        if filters.len() > Budget::FILTERS {
            return Err(Reason::Damaged);
        }
        Ok(Self { filters })
    }
}

impl Filter {
    fn read(name: &Value<'_>, parameters: Option<&Value<'_>>) -> Result<Self, Reason> {
        let parameters = match parameters {
            None | Some(Value::Null) => None,
            Some(Value::Dict(parameters)) => Some(parameters),
            Some(_) => return Err(Reason::Damaged),
        };
        match (name.as_name(), parameters) {
            (Some(b"FlateDecode"), None) => Ok(Self::Flate(None)),
            (Some(b"FlateDecode"), Some(parameters)) => Predictor::read(parameters).map(Self::Flate),
            (Some(b"ASCIIHexDecode"), None) => Ok(Self::Hex),
            _ => Err(Reason::Damaged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{lexer::Lexer, object::parse_value};
    use super::*;
    use std::io::Write;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn read(dict: &str, data: &[u8]) -> Result<Vec<u8>, Reason> {
        let mut budget = Budget::for_file(1_000);
        let value = parse_value(&mut Lexer::new(dict.as_bytes(), 0), &mut budget).unwrap();
        decode(value.as_dict().unwrap(), data, &mut budget)
    }

    #[test]
    fn filters_and_parameters_go_together_or_are_nothing() {
        let rows = packed(b"\x02\x01\x02\x02\x01\x01");
        let expected = Ok(vec![1, 2, 2, 3]);
        let up = "<</Predictor 12/Columns 2>>";
        for dict in [
            format!("<</Filter/FlateDecode/DecodeParms{up}>>"),
            format!("<</Filter[/FlateDecode]/DecodeParms[{up}]>>"),
            "<</Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2/Colors 1/BitsPerComponent 8>>>>"
                .to_owned(),
        ] {
            assert_eq!(read(&dict, &rows), expected, "{dict}");
        }
        for dict in [
            format!("<</Filter[/FlateDecode]/DecodeParms{up}>>"),
            format!("<</Filter/FlateDecode/DecodeParms[{up}]>>"),
            format!("<</Filter[/FlateDecode]/DecodeParms[{up} null]>>"),
            format!("<</Filter/FlateDecode/DP{up}>>"),
            format!("<</Filter/Fl/DecodeParms{up}>>"),
            format!("<</DecodeParms{up}>>"),
            "<</Filter/FlateDecode/F(elsewhere)>>".to_owned(),
            "<</Filter/FlateDecode/FFilter/FlateDecode>>".to_owned(),
            "<</Filter/FlateDecode/DecodeParms 5 0 R>>".to_owned(),
            "<</Filter/LZWDecode>>".to_owned(),
            "<</Filter[/Crypt/FlateDecode]>>".to_owned(),
            "<</Filter/FlateDecode/Filter/ASCIIHexDecode>>".to_owned(),
        ] {
            assert_eq!(read(&dict, &rows), Err(Reason::Damaged), "{dict}");
        }
        for parameters in [
            "/Predictor 12/Columns 2/Columns 2",
            "/Predictor 12.0/Columns 2",
            "/Predictor(12)/Columns 2",
            "/Predictor 3/Columns 2",
            "/Predictor 2/Columns 2",
            "/Predictor 12/Columns 0",
            "/Predictor 12/Columns 4",
            "/Predictor 12/Columns 2/BitsPerComponent 4",
            "/Predictor 12/Columns 2/EarlyChange 0",
        ] {
            let dict = format!("<</Filter/FlateDecode/DecodeParms<<{parameters}>>>>");
            assert_eq!(read(&dict, &rows), Err(Reason::Damaged), "{dict}");
        }
    }

    #[test]
    fn packed_data_are_whole() {
        let whole = packed(b"some data, some data");
        let dict = "<</Filter/FlateDecode>>";
        assert_eq!(read(dict, &whole).unwrap(), b"some data, some data");
        assert_eq!(
            read(dict, &[&whole[..], b"\r\n"].concat()).unwrap(),
            b"some data, some data"
        );
        let head = [b"\0\0", &whole[2..]].concat();
        let cut = whole[..whole.len() - 4].to_vec();
        let mut sum = whole.clone();
        *sum.last_mut().unwrap() ^= 1;
        for broken in [head, cut, sum, [&whole[..], b"more"].concat(), Vec::new()] {
            assert_eq!(read(dict, &broken), Err(Reason::Damaged), "{broken:?}");
        }
        let hex = "<</Filter/ASCIIHexDecode>>";
        assert_eq!(read(hex, b"61 62\n>\n").unwrap(), b"ab");
        for broken in [&b"6162"[..], b"616>", b"61x62>", b"61>62"] {
            assert_eq!(read(hex, broken), Err(Reason::Damaged), "{broken:?}");
        }
        let both = "<</Filter[/ASCIIHexDecode/FlateDecode]>>";
        let digits: String = whole.iter().map(|byte| format!("{byte:02X}")).collect();
        assert_eq!(
            read(both, format!("{digits}>").as_bytes()).unwrap(),
            b"some data, some data"
        );
    }

    #[test]
    fn what_grows_without_end_is_too_much() {
        let bomb = packed(&vec![0; Budget::DECODED_STREAM + 1]);
        assert_eq!(read("<</Filter/FlateDecode>>", &bomb), Err(Reason::LimitExceeded));
    }
}
