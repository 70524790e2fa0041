//! Values that are written out.

use tree_sitter::Node;

use super::{ParseError, Reader};
use crate::syntax::Literal;

impl Reader<'_> {
    pub(super) fn literal(self, node: Node<'_>) -> Result<Literal, ParseError> {
        let text = self.text(node);
        match node.kind() {
            "null_literal" => Ok(Literal::Null),
            "boolean" => Ok(Literal::Boolean(text.eq_ignore_ascii_case("true"))),
            "int" => self.whole(node, text),
            "decimal_floating_point_literal" => self.fraction(node, text),
            "string_literal" => {
                let inner = text.get(1..text.len() - 1).unwrap_or_default();
                Ok(Literal::Text(self.unescape(node, inner)?))
            }
            "multi_line_string_literal" => {
                let inner = text.get(3..text.len() - 3).unwrap_or_default();
                // What follows the opening quotes on their line is not part of it.
                let inner = inner
                    .strip_prefix("\r\n")
                    .or_else(|| inner.strip_prefix('\n'))
                    .unwrap_or(inner);
                Ok(Literal::Text(self.unescape(node, &without_indentation(inner))?))
            }
            _ => Err(self.unknown(node)),
        }
    }

    fn whole(self, node: Node<'_>, text: &str) -> Result<Literal, ParseError> {
        let digits = text.replace('_', "");
        let too_large = |what: &str| self.error(node, &format!("{what} out of range: {text}"));
        if let Some(long) = digits.strip_suffix(['l', 'L']) {
            return long.parse().map(Literal::Long).map_err(|_| too_large("Long"));
        }
        // -2147483648 is written with a sign, which is an operator.
        match digits.parse::<i64>() {
            Ok(2_147_483_648) => Ok(Literal::Integer(i32::MIN)),
            Ok(number) => {
                i32::try_from(number).map(Literal::Integer).map_err(|_| too_large("Integer"))
            }
            Err(_) => Err(too_large("Integer")),
        }
    }

    fn fraction(self, node: Node<'_>, text: &str) -> Result<Literal, ParseError> {
        let digits = text.replace('_', "");
        if let Some(double) = digits.strip_suffix(['d', 'D', 'f', 'F']) {
            let refused = |_| self.error(node, &format!("not a Double: {text}"));
            return double.parse().map(Literal::Double).map_err(refused);
        }
        Ok(Literal::Decimal(digits))
    }

    fn unescape(self, node: Node<'_>, text: &str) -> Result<String, ParseError> {
        let mut out = String::with_capacity(text.len());
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            if character != '\\' {
                out.push(character);
                continue;
            }
            let escaped = characters.next();
            match escaped.map(|escaped| escaped.to_ascii_lowercase()) {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('b') => out.push('\u{8}'),
                Some('f') => out.push('\u{c}'),
                Some('u') => {
                    let code: String = characters.by_ref().take(4).collect();
                    let read = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                    out.push(
                        read.ok_or_else(|| self.error(node, &format!("no character: \\u{code}")))?,
                    );
                }
                Some(plain @ ('\'' | '"' | '\\')) => out.push(plain),
                // Of a pattern for LIKE: the query takes it away.
                Some(kept @ ('_' | '%')) => out.extend(['\\', kept]),
                _ => return Err(self.error(node, "an escape that Apex does not know")),
            }
        }
        Ok(out)
    }
}

/// Lines without the spaces that all of them begin with, that of the closing quotes included.
fn without_indentation(text: &str) -> String {
    let spaces = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let last = text.lines().count().saturating_sub(1);
    let counts = |(index, line): &(usize, &str)| !line.trim().is_empty() || *index == last;
    let common = text.lines().enumerate().filter(counts).map(|(_, line)| spaces(line)).min();
    let common = common.unwrap_or_default();
    let lines: Vec<&str> = text
        .split('\n')
        .map(|line| line.get(common.min(spaces(line))..).unwrap_or_default())
        .collect();
    lines.join("\n")
}
