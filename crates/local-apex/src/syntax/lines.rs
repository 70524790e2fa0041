//! The lines of a class that something can run on: what coverage is counted of.

use std::collections::BTreeSet;

use super::{Statement, StatementKind, TypeDeclaration, TypeKind};

/// The lines on which statements of a type begin, those of the types in it included.
#[must_use]
pub fn executable_lines(declaration: &TypeDeclaration) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    add_type(declaration, &mut lines);
    lines
}

fn add_type(declaration: &TypeDeclaration, lines: &mut BTreeSet<u32>) {
    let TypeKind::Class(class) = &declaration.kind else { return };
    for method in &class.methods {
        add_all(method.body.as_deref().unwrap_or_default(), lines);
    }
    for constructor in &class.constructors {
        add_all(&constructor.body, lines);
    }
    for property in &class.properties {
        for body in [&property.get, &property.set].into_iter().flatten().flatten() {
            add_all(body, lines);
        }
    }
    for (_, block) in class.static_blocks.iter().chain(&class.blocks) {
        add_all(block, lines);
    }
    for inner in &class.types {
        add_type(inner, lines);
    }
}

/// The lines on which these statements, and those in them, begin.
pub fn add_all(statements: &[Statement], lines: &mut BTreeSet<u32>) {
    for statement in statements {
        add(statement, lines);
    }
}

fn add(statement: &Statement, lines: &mut BTreeSet<u32>) {
    let mut own = true;
    match &statement.kind {
        StatementKind::Nothing | StatementKind::Type(_) => own = false,
        StatementKind::Block(statements) => {
            own = false;
            add_all(statements, lines);
        }
        StatementKind::If { then, otherwise, .. } => {
            add(then, lines);
            if let Some(otherwise) = otherwise {
                add(otherwise, lines);
            }
        }
        StatementKind::While { body, .. }
        | StatementKind::Do { body, .. }
        | StatementKind::For { body, .. }
        | StatementKind::ForEach { body, .. } => add(body, lines),
        StatementKind::Switch { cases, .. } => {
            for case in cases {
                add_all(&case.body, lines);
            }
        }
        StatementKind::Try { body, catches, finally } => {
            own = false;
            add_all(body, lines);
            for catch in catches {
                add_all(&catch.body, lines);
            }
            add_all(finally.as_deref().unwrap_or_default(), lines);
        }
        StatementKind::RunAs { body, .. } => add_all(body, lines),
        StatementKind::Expression(_)
        | StatementKind::Local { .. }
        | StatementKind::Break
        | StatementKind::Continue
        | StatementKind::Return(_)
        | StatementKind::Throw(_) => {}
    }
    if own {
        lines.insert(statement.place.line);
    }
}
